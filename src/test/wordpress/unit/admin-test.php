<?php
/** What the administration prints. */
class Onlookers_Admin_Test extends Onlookers_Test_Case {
	private function printed( $function, ...$arguments ) {
		ob_start();
		$function( ...$arguments );
		return ob_get_clean();
	}

	/** The admin bar of a post's own page. */
	private function bar( $post_id ) {
		require_once ABSPATH . WPINC . '/class-wp-admin-bar.php';
		$this->go_to( array( 'p' => $post_id ) );
		$bar = new WP_Admin_Bar();
		set_current_screen( 'front' );
		onlookers_add_to_admin_bar( $bar );
		return $bar->get_node( 'onlookers' );
	}

	public function test_the_admin_bar_counts_for_those_who_may_edit_the_post() {
		$id = $this->publish();
		$this->log_in( 'editor' );
		$this->assertStringContainsString( "data-onlookers-post=\"$id\"", $this->bar( $id )->title );
		$this->log_in( 'contributor' );
		$this->assertNull( $this->bar( $id ) );
		wp_set_current_user( 0 );
		$this->assertNull( $this->bar( $id ) );
	}

	public function test_the_classic_editor_has_the_count_in_its_box() {
		$id = $this->publish();
		$this->assertStringContainsString( "data-onlookers-post=\"$id\"", $this->printed( 'onlookers_add_to_submit_box', get_post( $id ) ) );
		$page = $this->publish( array( 'post_type' => 'page' ) );
		$this->assertSame( '', $this->printed( 'onlookers_add_to_submit_box', get_post( $page ) ) );
	}

	public function test_without_a_server_the_dashboard_says_where_to_begin() {
		$this->set( 'server', '' );
		$this->log_in( 'administrator' );
		$this->assertStringContainsString( 'options-general.php?page=onlookers', $this->printed( 'onlookers_print_dashboard_widget' ) );
		$this->log_in( 'author' );
		$this->assertStringNotContainsString( 'options-general.php', $this->printed( 'onlookers_print_dashboard_widget' ) );
	}

	public function test_the_list_of_top_posts_names_published_posts_only() {
		$this->publish( array( 'post_title' => 'Known & loved' ) );
		$this->publish( array( 'post_title' => 'A draft', 'post_status' => 'draft' ) );
		$this->publish( array( 'post_title' => 'A secret', 'post_password' => 'sesame' ) );
		$this->publish( array( 'post_title' => 'For few', 'post_status' => 'private' ) );
		$titles = array_column( onlookers_known_posts(), 0 );
		$this->assertContains( 'Known & loved', $titles );
		$this->assertSame( array(), array_intersect( array( 'A draft', 'A secret', 'For few' ), $titles ) );
	}

	public function test_the_widget_keeps_its_settings_within_bounds() {
		$widget = new Onlookers_Top_Widget();
		$saved  = $widget->update( array( 'title' => ' <b>Now</b> ', 'limit' => '500' ), array() );
		$this->assertSame( array( 'title' => 'Now', 'limit' => 20 ), array_slice( $saved, 0, 2 ) );
	}

	public function test_feeds_and_excerpts_hold_no_count() {
		global $wp_query;
		$id = $this->publish();
		$this->go_to( array( 'p' => $id ) );
		the_post();
		$this->assertStringNotContainsString( 'onlookers', get_the_excerpt() );
		$wp_query->is_feed = true;
		$this->assertStringNotContainsString( 'onlookers', apply_filters( 'the_content', get_the_content() ) );
	}
}
