<?php
/** Write-back. */
class Onlookers_Views_Test extends Onlookers_Test_Case {
	/** The server has counted so many views of each post, all of them today. */
	private function server_counted( $views ) {
		$today = array();
		foreach ( $views as $id => $number ) {
			$today[] = array( 'post' => (string) $id, 'views' => $number );
		}
		$this->server_says( '/api/top?days=', $today );
		$this->server_says(
			'/api/posts?',
			static function ( $url ) use ( $views ) {
				parse_str( wp_parse_url( $url, PHP_URL_QUERY ), $query );
				$rows = array();
				foreach ( explode( ',', $query['ids'] ) as $id ) {
					$rows[] = array( 'post' => $id, 'viewers' => 0, 'views' => $views[ $id ] ?? 0 );
				}
				return $rows;
			}
		);
	}

	private function views( $post_id ) {
		return get_post_meta( $post_id, 'views', true );
	}

	public function test_views_reach_the_meta_and_only_changed_posts_are_written() {
		$one = $this->publish();
		$two = $this->publish();
		$this->server_counted( array( $one => 3, $two => 5 ) );
		$this->assertSame( 2, onlookers_write_back() );
		$this->server_counted( array( $one => 3, $two => 6 ) );
		$this->assertSame( 1, onlookers_write_back() );
		$this->assertSame( '3', $this->views( $one ) );
		$this->assertSame( '6', $this->views( $two ) );
	}

	public function test_a_number_is_never_lowered() {
		$id = $this->publish();
		update_post_meta( $id, 'views', 120 );
		$this->server_counted( array( $id => 4 ) );
		$this->assertSame( 0, onlookers_write_back() );
		$this->assertSame( '120', $this->views( $id ) );
	}

	public function test_a_site_can_have_another_key() {
		$id  = $this->publish();
		$key = static function () {
			return 'popularity';
		};
		add_filter( 'onlookers_views_meta_key', $key );
		$this->server_counted( array( $id => 4 ) );
		onlookers_write_back();
		remove_filter( 'onlookers_views_meta_key', $key );
		$this->assertSame( '4', get_post_meta( $id, 'popularity', true ) );
		$this->assertSame( '', $this->views( $id ) );
	}

	public function test_no_request_asks_for_more_than_a_hundred_posts() {
		global $wpdb;
		for ( $i = 0; $i < 130; $i++ ) {
			$wpdb->insert( $wpdb->posts, array( 'post_title' => "Post $i", 'post_status' => 'publish', 'post_type' => 'post' ) );
		}
		$this->server_counted( array() );
		onlookers_write_back();
		$asked = 0;
		foreach ( $this->requests as list( $request ) ) {
			if ( preg_match( '~^GET /api/posts\?ids=([\d,]+)$~', $request, $match ) ) {
				$ids    = explode( ',', $match[1] );
				$asked += count( $ids );
				$this->assertLessThanOrEqual( 100, count( $ids ) );
			}
		}
		$this->assertGreaterThanOrEqual( 130, $asked );
	}

	public function test_posts_that_are_not_counted_are_not_asked_for() {
		$page  = $this->publish( array( 'post_type' => 'page' ) );
		$draft = $this->publish( array( 'post_status' => 'draft' ) );
		$this->server_counted( array( $page => 4, $draft => 4 ) );
		onlookers_write_back();
		$this->assertSame( '', $this->views( $page ) );
		$this->assertSame( '', $this->views( $draft ) );
	}

	public function test_when_the_server_is_away_nothing_is_written_and_the_error_is_reported() {
		$this->publish();
		$this->assertWPError( onlookers_write_back() );
		$this->server_says( '/api/top', array( 'error' => 'unavailable', 'message' => 'Redis is away' ), 503 );
		$this->assertStringContainsString( 'Redis is away', onlookers_write_back()->get_error_message() );
	}

	public function test_a_server_that_answers_nonsense_does_no_harm() {
		$id = $this->publish();
		$this->server_says( '/api/top', array( 'no', array( 'post' => array() ), array( 'post' => (string) $id ) ) );
		$this->server_says( '/api/posts?', array( 1, array( 'post' => 'x', 'viewers' => 1, 'views' => 1 ), array( 'views' => 3 ) ) );
		$this->assertSame( 0, onlookers_write_back() );
		$this->assertSame( '', $this->views( $id ) );
	}

	public function test_it_can_be_switched_off() {
		$this->set( 'write_back', false );
		wp_schedule_event( time(), 'onlookers_five_minutes', 'onlookers_write_back' );
		onlookers_plan_write_back();
		$this->assertFalse( wp_next_scheduled( 'onlookers_write_back' ) );
		$this->assertSame( 0, onlookers_write_back() );
		$this->assertSame( array(), $this->requests );
	}

	public function test_it_is_planned_every_five_minutes_once_there_is_a_server() {
		wp_clear_scheduled_hook( 'onlookers_write_back' );
		onlookers_plan_write_back();
		$this->assertSame( 300, wp_get_schedules()[ wp_get_schedule( 'onlookers_write_back' ) ]['interval'] );
		$this->set( 'server', '' );
		onlookers_plan_write_back();
		$this->assertFalse( wp_next_scheduled( 'onlookers_write_back' ) );
	}
}
