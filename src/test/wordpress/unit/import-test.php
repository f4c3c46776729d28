<?php
/** Views that other plugins have counted. */
class Onlookers_Import_Test extends Onlookers_Test_Case {
	/** The views that were sent with the last request. */
	private function sent() {
		list( , $arguments ) = end( $this->requests );
		return json_decode( $arguments['body'], true )['views'];
	}

	protected function setUp(): void {
		parent::setUp();
		$this->server_says( '/api/admin/views', array( 'imported' => 2, 'already' => 0 ) );
	}

	public function test_wp_postviews_numbers_are_sent_with_the_token() {
		$one = $this->publish();
		$two = $this->publish();
		update_post_meta( $one, 'views', 120 );
		update_post_meta( $two, 'views', '7' );
		update_post_meta( $this->publish(), 'views', 0 );
		$this->assertSame( array( 'imported' => 2, 'already' => 0, 'last' => $two ), onlookers_import( 'postviews', 0, 'tok' ) );
		$this->assertSame( array( $one => 120, $two => 7 ), $this->sent() );
		list( $request, $arguments ) = end( $this->requests );
		$this->assertSame( 'POST /api/admin/views', $request );
		$this->assertSame( 'Bearer tok', $arguments['headers']['Authorization'] );
	}

	public function test_the_next_batch_begins_after_the_last_post() {
		$one = $this->publish();
		$two = $this->publish();
		update_post_meta( $one, 'views', 1 );
		update_post_meta( $two, 'views', 2 );
		onlookers_import( 'postviews', $one, 'tok' );
		$this->assertSame( array( $two => 2 ), $this->sent() );
		$this->assertSame( 0, onlookers_import( 'postviews', $two, 'tok' )['last'] );
		$this->assertCount( 1, $this->requests );
	}

	public function test_what_we_wrote_back_ourselves_is_not_imported() {
		$ours = $this->publish();
		$both = $this->publish();
		update_post_meta( $both, 'views', 50 );
		onlookers_write_views( $ours, 3 );
		onlookers_write_views( $both, 60 );
		onlookers_import( 'postviews', 0, 'tok' );
		$this->assertSame( array( $both => 50 ), $this->sent() );
	}

	public function test_without_the_other_plugins_table_there_is_nothing_to_import() {
		$this->assertSame( 0, onlookers_import( 'post-views-counter', 0, 'tok' )['last'] );
		$this->assertSame( array(), $this->requests );
	}

	public function test_a_refused_token_is_named() {
		update_post_meta( $this->publish(), 'views', 1 );
		foreach ( array( 401, 403 ) as $status ) {
			$this->server_says( '/api/admin/views', array( 'error' => 'unauthorized', 'message' => 'no' ), $status );
			$result = onlookers_import( 'postviews', 0, 'wrong' );
			$this->assertWPError( $result );
			$this->assertStringContainsString( 'admin.token', $result->get_error_message() );
			$this->assertStringNotContainsString( 'wrong', $result->get_error_message() );
		}
	}

	public function test_a_token_is_typed_as_a_text_or_not_at_all() {
		$this->assertSame( '', onlookers_typed_token() );
		$_POST['token'] = array( 'to', 'k' );
		$this->assertSame( '', onlookers_typed_token() );
		$_POST['token'] = ' to\\\'k ';
		$this->assertSame( "to'k", onlookers_typed_token() );
		unset( $_POST['token'] );
	}
}
