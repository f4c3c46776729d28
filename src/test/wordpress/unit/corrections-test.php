<?php
/** Restore, set, reset. */
class Onlookers_Corrections_Test extends Onlookers_Test_Case {
	private $post;

	protected function setUp(): void {
		parent::setUp();
		$this->post = $this->publish( array( 'post_title' => 'On memory' ) );
		onlookers_write_views( $this->post, 500 );
	}

	private function server_knows( $views ) {
		$this->server_says( '/api/posts?', array( array( 'post' => "$this->post", 'viewers' => 0, 'views' => $views ) ) );
	}

	private function server_obeys() {
		$this->server_says( '/api/admin/views', array( 'posts' => 1, 'changed' => 1 ) );
	}

	/** The last request: method and path, and its body. */
	private function last_request() {
		list( $request, $arguments ) = end( $this->requests );
		return array( $request, json_decode( $arguments['body'], true ) );
	}

	private function sent( $more ) {
		return $more + array( 'what' => '', 'post' => "$this->post", 'views' => '', 'after' => '', 'sure' => '' );
	}

	private function meta( $key = 'views' ) {
		return get_post_meta( $this->post, $key, true );
	}

	public function test_restore_sends_what_wordpress_remembers_and_nothing_lower() {
		$this->server_obeys();
		$this->assertSame( array( 'posts' => 1, 'changed' => 1, 'last' => $this->post ), onlookers_restore( 0, 'tok' ) );
		$this->assertSame( array( 'PUT /api/admin/views', array( 'atLeast' => array( $this->post => 500 ) ) ), $this->last_request() );
		$this->assertSame( 0, onlookers_restore( $this->post, 'tok' )['last'] );
		$this->assertCount( 1, $this->requests );
	}

	public function test_restore_uses_the_names_of_this_site() {
		$this->set( 'site_name', 'shop' );
		$this->server_obeys();
		onlookers_restore( 0, 'tok' );
		$this->assertSame( array( 'atLeast' => array( "shop-$this->post" => 500 ) ), $this->last_request()[1] );
	}

	public function test_a_number_that_no_server_takes_spoils_no_batch() {
		update_post_meta( $this->post, 'views', '99999999999999999999' );
		$this->server_obeys();
		onlookers_restore( 0, 'tok' );
		$this->assertSame( ONLOOKERS_MOST_VIEWS, $this->last_request()[1]['atLeast'][ $this->post ] );
	}

	public function test_set_changes_both_sides_upwards_and_downwards() {
		$this->server_obeys();
		foreach ( array( 7, 900 ) as $views ) {
			$this->assertTrue( onlookers_set_views( $this->post, $views, 'tok' ) );
			$this->assertSame( array( "PUT /api/admin/views/$this->post", array( 'views' => $views ) ), $this->last_request() );
			$this->assertSame( (string) $views, $this->meta() );
		}
	}

	public function test_reset_begins_at_zero_on_both_sides() {
		$this->server_obeys();
		$this->assertTrue( onlookers_reset_views( array( $this->post ), 'tok' ) );
		$this->assertSame( array( 'DELETE /api/admin/views', array( 'posts' => array( "$this->post" ) ) ), $this->last_request() );
		$this->assertSame( '0', $this->meta() );
	}

	public function test_what_the_server_refuses_changes_nothing_here() {
		$this->server_says( '/api/admin/views', array( 'error' => 'unauthorized' ), 401 );
		$refused = array(
			onlookers_set_views( $this->post, 7, 'wrong' ),
			onlookers_reset_views( array( $this->post ), 'wrong' ),
			onlookers_restore( 0, 'wrong' ),
		);
		foreach ( $refused as $error ) {
			$this->assertWPError( $error );
			$this->assertStringContainsString( 'admin.token', $error->get_error_message() );
		}
		$this->assertSame( '500', $this->meta() );
	}

	public function test_losses_are_shown_with_numbers() {
		$this->server_knows( 1 );
		$lost = onlookers_lost_views();
		$this->assertSame( array( 'posts' => 1, 'here' => 500, 'there' => 1 ), $lost );
		$this->assertStringContainsString( '1 there, 500 here', onlookers_lost_text( $lost ) );
		$this->server_knows( 501 );
		$this->assertSame( '', onlookers_lost_text( onlookers_lost_views() ) );
	}

	public function test_what_another_plugin_has_counted_is_no_loss() {
		delete_post_meta( $this->post, ONLOOKERS_OWNER_META_KEY );
		$this->server_knows( 1 );
		$this->assertSame( 0, onlookers_lost_views()['posts'] );
	}

	public function test_the_card_says_so_and_offers_it() {
		$this->log_in( 'administrator' );
		$this->server_knows( 1 );
		ob_start();
		onlookers_print_corrections_card();
		$card = ob_get_clean();
		$this->assertStringContainsString( '1 there, 500 here', $card );
		$this->assertStringContainsString( 'value="restore"', $card );
		$this->log_in( 'editor' );
		ob_start();
		onlookers_print_corrections_card();
		$this->assertSame( '', ob_get_clean() );
	}

	public function test_nothing_is_done_before_the_question_is_answered() {
		$this->server_knows( 1 );
		$this->server_obeys();
		$asked = onlookers_correct( $this->sent( array( 'what' => 'set', 'views' => '7' ) ), '' );
		$this->assertSame( 'Set the views of “On memory”, 1 on the server and 500 in WordPress, to 7?', $asked['question'] );
		$asked = onlookers_correct( $this->sent( array( 'what' => 'reset' ) ), '' );
		$this->assertStringContainsString( 'begin at zero?', $asked['question'] );
		$asked = onlookers_correct( $this->sent( array( 'what' => 'restore' ) ), '' );
		$this->assertStringContainsString( 'all posts', $asked['question'] );
		$this->assertSame( '500', $this->meta() );
		$this->assertStringNotContainsString( 'admin', implode( array_column( $this->requests, 0 ) ) );
		$done = onlookers_correct( $this->sent( array( 'what' => 'set', 'views' => '7', 'sure' => '1' ) ), 'tok' );
		$this->assertSame( 'Views of “On memory”: 7.', $done['message'] );
	}

	public function test_the_question_is_put_to_the_one_who_clicked() {
		$this->log_in( 'administrator' );
		$question = array( 'question' => 'Sure?', 'what' => 'reset', 'post' => '1', 'user' => get_current_user_id() );
		set_transient( 'onlookers_correction', $question );
		$this->log_in( 'administrator' );
		$this->assertSame( '', onlookers_take_correction()['question'] );
		wp_set_current_user( $question['user'] );
		$this->assertSame( 'Sure?', onlookers_take_correction()['question'] );
		$this->assertSame( '', onlookers_take_correction()['question'], 'once' );
	}

	public function test_what_is_no_post_or_no_number_is_refused() {
		$page = $this->publish( array( 'post_type' => 'page' ) );
		foreach ( array( '4711', "$page", 'x', '', '-1' ) as $post ) {
			$this->assertSame( 'error', onlookers_correct( $this->sent( array( 'what' => 'reset', 'post' => $post, 'sure' => '1' ) ), 'tok' )['type'], $post );
		}
		foreach ( array( '', '-1', '1.5', 'many', '9007199254740992', '99999999999999999999' ) as $views ) {
			$this->assertSame( 'error', onlookers_correct( $this->sent( array( 'what' => 'set', 'views' => $views, 'sure' => '1' ) ), 'tok' )['type'], $views );
		}
		$this->assertSame( 'error', onlookers_correct( $this->sent( array( 'what' => 'else', 'sure' => '1' ) ), 'tok' )['type'] );
		$this->assertStringNotContainsString( 'admin', implode( array_column( $this->requests, 0 ) ) );
	}
}
