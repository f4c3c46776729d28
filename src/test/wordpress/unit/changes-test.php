<?php
/** Write-back by what changed. */
class Onlookers_Changes_Test extends Onlookers_Test_Case {
	/** Views by post: today, and ever. */
	private function server_counted( $today, $ever ) {
		$rows = array();
		foreach ( $today as $id => $views ) {
			$rows[] = array( 'post' => "$id", 'views' => $views );
		}
		$this->server_says( '/api/top?days=', $rows );
		$this->server_says(
			'/api/posts?ids=',
			static function ( $url ) use ( $ever ) {
				$rows = array();
				foreach ( explode( ',', substr( $url, strpos( $url, 'ids=' ) + 4 ) ) as $id ) {
					$rows[] = array( 'post' => $id, 'viewers' => 0, 'views' => $ever[ $id ] ?? 0 );
				}
				return $rows;
			}
		);
	}

	/** The paths that were asked for since the last look. */
	private function asked() {
		$asked          = array_column( $this->requests, 0 );
		$this->requests = array();
		return $asked;
	}

	/** All posts have been looked at. */
	private function settled() {
		update_option( 'onlookers_turn', ONLOOKERS_NO_TURN );
	}

	public function test_a_run_reads_only_what_was_read_since_the_last() {
		$one = $this->publish();
		$two = $this->publish();
		$this->settled();
		update_option( 'onlookers_read', array( 'at' => time(), 'of' => '', 'views' => array(), 'new' => array() ) );
		$this->server_counted( array( $one => 3, $two => 5 ), array( $one => 30, $two => 50 ) );
		onlookers_write_back();
		$this->assertSame( array( 'GET /api/top?days=1&limit=1000', "GET /api/posts?ids=$one,$two" ), $this->sorted_ids( $this->asked() ) );
		$this->server_counted( array( $one => 3, $two => 6 ), array( $one => 30, $two => 51 ) );
		$this->assertSame( 1, onlookers_write_back() );
		$this->assertSame( array( 'GET /api/top?days=1&limit=1000', "GET /api/posts?ids=$one,$two" ), $this->sorted_ids( $this->asked() ), 'the first may have been a second old' );
		onlookers_write_back();
		$this->assertSame( array( 'GET /api/top?days=1&limit=1000', "GET /api/posts?ids=$two" ), $this->asked() );
		onlookers_write_back();
		$this->assertSame( array( 'GET /api/top?days=1&limit=1000' ), $this->asked(), 'no walk over all posts' );
	}

	private function sorted_ids( $asked ) {
		return array_map(
			static function ( $request ) {
				list( $path, $ids ) = array_pad( explode( 'ids=', $request ), 2, '' );
				$ids                = explode( ',', $ids );
				sort( $ids );
				return '' === $ids[0] ? $path : $path . 'ids=' . implode( ',', $ids );
			},
			$asked
		);
	}

	public function test_a_server_that_is_new_to_us_has_all_posts_looked_at_once() {
		$old = $this->publish();
		delete_option( 'onlookers_turn' );
		$this->server_counted( array(), array( $old => 9 ) );
		$this->assertSame( 1, onlookers_write_back() );
		$this->assertSame( '9', get_post_meta( $old, 'views', true ) );
		$this->asked();
		onlookers_write_back();
		$this->assertCount( 1, $this->asked() );
	}

	public function test_a_server_that_has_more_than_it_lists_has_all_posts_looked_at() {
		$this->settled();
		$many = array();
		for ( $i = 1; $i <= ONLOOKERS_RANKING; $i++ ) {
			$many[ 100000 + $i ] = 1;
		}
		$this->server_counted( $many, array() );
		onlookers_write_changes();
		$this->assertNotSame( ONLOOKERS_NO_TURN, (int) get_option( 'onlookers_turn' ) );
	}

	public function test_days_are_the_servers() {
		$noon = gmmktime( 12, 0, 0, 11, 26, 2026 );
		$this->assertSame( 1, onlookers_days_since( $noon - 600, $noon ) );
		$this->assertSame( 2, onlookers_days_since( $noon - DAY_IN_SECONDS, $noon ) );
		$midnight = gmmktime( 0, 2, 0, 11, 27, 2026 );
		$this->assertSame( 2, onlookers_days_since( $midnight - 60, $midnight ), 'a batch of yesterday may have come since' );
		$this->assertSame( ONLOOKERS_DAYS, onlookers_days_since( 0, $noon ) );
	}

	public function test_with_a_sites_name_only_its_posts_are_asked_for() {
		$this->set( 'site_name', 'shop' );
		$this->settled();
		$this->server_counted( array(), array() );
		onlookers_write_changes();
		$this->assertSame( array( 'GET /api/top?days=30&limit=1000&starts=shop-' ), $this->asked() );
	}

	public function test_lists_of_posts_are_dropped_once_a_run() {
		$one = $this->publish();
		$two = $this->publish();
		$this->server_counted( array( $one => 3, $two => 5 ), array( $one => 30, $two => 50 ) );
		$before = wp_cache_get_last_changed( 'posts' );
		$during = array();
		$look   = static function () use ( &$during ) {
			$during[] = wp_cache_get_last_changed( 'posts' );
		};
		add_action( 'added_post_meta', $look, 20 );
		onlookers_write_back();
		remove_action( 'added_post_meta', $look, 20 );
		$this->assertGreaterThan( 3, count( $during ) );
		$this->assertSame( array( $before ), array_values( array_unique( $during ) ) );
		$this->assertNotSame( $before, wp_cache_get_last_changed( 'posts' ) );
		$this->assertSame( 10, has_action( 'updated_post_meta', 'wp_cache_set_posts_last_changed' ) );
	}

	public function test_a_list_sorted_by_views_goes_by_numbers_of_the_last_minute() {
		$id = $this->publish();
		$this->settled();
		$this->server_counted( array( $id => 3 ), array( $id => 30 ) );
		$_GET['orderby'] = 'onlookers_views';
		onlookers_write_back_before_list();
		onlookers_write_back_before_list();
		unset( $_GET['orderby'] );
		$this->assertSame( '30', get_post_meta( $id, 'views', true ) );
		$this->assertCount( 2, $this->asked(), 'the second time it is new enough' );
		onlookers_write_back_before_list();
		$this->assertSame( array(), $this->asked() );
	}

	public function test_a_list_does_not_ask_a_server_that_is_away_again_and_again() {
		onlookers_write_changes_again();
		onlookers_write_changes_again();
		$this->assertCount( 1, $this->asked() );
	}

	public function test_a_deleted_post_is_forgotten_on_the_server() {
		$this->set( 'token', 'tok' );
		$id   = $this->publish();
		$page = $this->publish( array( 'post_type' => 'page' ) );
		wp_delete_post( $id, true );
		wp_delete_post( $page, true );
		$this->assertSame( array(), $this->asked(), 'nobody waits for it' );
		onlookers_forget_deleted();
		$this->asked();
		$this->assertSame( array( "$id" ), onlookers_deleted_posts(), 'the server was away' );
		$this->server_says( '/api/admin/views', array( 'posts' => 1, 'changed' => 1 ) );
		onlookers_forget_deleted();
		list( $request, $arguments ) = end( $this->requests );
		$this->assertSame( 'DELETE /api/admin/views', $request );
		$this->assertSame( array( 'posts' => array( "$id" ) ), json_decode( $arguments['body'], true ) );
		$this->assertSame( 'Bearer tok', $arguments['headers']['Authorization'] );
		$this->assertSame( array(), onlookers_deleted_posts() );
	}

	public function test_what_is_deleted_while_the_server_forgets_is_forgotten_the_next_time() {
		$this->set( 'token', 'tok' );
		$first  = $this->publish();
		$second = $this->publish();
		wp_delete_post( $first, true );
		$meanwhile = function () use ( $second ) {
			if ( get_post( $second ) ) {
				$this->by_another_request( 'wp_delete_post', $second, true );
			}
			return array( 'posts' => 1, 'changed' => 1 );
		};
		$this->server_says( '/api/admin/views', $meanwhile );
		onlookers_forget_deleted();
		$this->assertSame( array( "$second" ), onlookers_deleted_posts() );
		onlookers_forget_deleted();
		$this->assertSame( array(), onlookers_deleted_posts() );
	}

	/** What it does this one does not know of: its caches stay as they were. */
	private function by_another_request( $action, ...$arguments ) {
		$known = clone $GLOBALS['wp_object_cache'];
		wp_cache_flush();
		$action( ...$arguments );
		$GLOBALS['wp_object_cache'] = $known;
	}

	public function test_posts_that_are_deleted_by_two_requests_at_once_are_all_forgotten() {
		$this->set( 'token', 'tok' );
		$ids = array( $this->publish(), $this->publish(), $this->publish() );
		wp_delete_post( $ids[0], true );
		$this->by_another_request( 'wp_delete_post', $ids[1], true );
		wp_delete_post( $ids[2], true );
		$this->assertSame( $ids, $this->forgotten() );
		$this->asked();
		onlookers_forget_deleted();
		$this->assertSame( array(), $this->asked(), 'once' );
	}

	/** The posts that the server is asked to forget, in their order. */
	private function forgotten() {
		$this->asked();
		$this->server_says( '/api/admin/views', array( 'posts' => 1, 'changed' => 1 ) );
		wp_cache_flush();
		onlookers_forget_deleted();
		$names = array();
		foreach ( $this->requests as list( , $arguments ) ) {
			$names = array_merge( $names, json_decode( $arguments['body'], true )['posts'] );
		}
		sort( $names );
		return array_map( 'intval', $names );
	}

	public function test_what_an_earlier_version_had_noted_is_forgotten_too() {
		$this->set( 'token', 'tok' );
		update_option( 'onlookers_deleted', array( '70007', '70008' ), false );
		$id = $this->publish();
		wp_delete_post( $id, true );
		$this->assertSame( array( $id, 70007, 70008 ), $this->forgotten() );
		$this->assertFalse( get_option( 'onlookers_deleted' ) );
		$this->assertSame( array(), onlookers_deleted_posts() );
	}

	public function test_a_server_that_is_away_loses_nothing_of_what_an_earlier_version_had_noted() {
		$this->set( 'token', 'tok' );
		update_option( 'onlookers_deleted', array( '7', 'shop-8' ), false );
		onlookers_forget_deleted();
		onlookers_forget_deleted();
		$this->assertSame( array( '7', 'shop-8' ), onlookers_deleted_posts() );
	}

	public function test_more_than_the_server_takes_at_once_is_forgotten_run_by_run() {
		$this->set( 'token', 'tok' );
		update_option( 'onlookers_deleted', array_map( 'strval', range( 1, ONLOOKERS_EDIT_BATCH + 1 ) ), false );
		$this->assertCount( ONLOOKERS_EDIT_BATCH, $this->forgotten() );
		$this->assertCount( 1, $this->forgotten() );
	}

	public function test_runs_go_on_without_write_back_where_deleted_posts_are_forgotten() {
		$this->set( 'write_back', false );
		$this->set( 'token', 'tok' );
		onlookers_plan_write_back();
		$this->assertIsInt( wp_next_scheduled( 'onlookers_write_back' ) );
		$this->set( 'token', '' );
		onlookers_plan_write_back();
		$this->assertFalse( wp_next_scheduled( 'onlookers_write_back' ) );
	}

	public function test_without_a_token_nobody_keeps_a_list_of_deleted_posts() {
		wp_delete_post( $this->publish(), true );
		$this->assertSame( array(), onlookers_deleted_posts() );
	}

	public function test_after_an_import_all_posts_are_looked_at() {
		$this->settled();
		update_post_meta( $this->publish(), 'views', 120 );
		$this->server_says( '/api/admin/views', array( 'imported' => 1, 'already' => 0 ) );
		onlookers_import( 'postviews', 0, 'tok' );
		$this->assertSame( 0, (int) get_option( 'onlookers_turn' ) );
		$this->server_counted( array(), array() );
		onlookers_write_back();
		$this->assertSame( 0, (int) get_option( 'onlookers_turn' ), 'what it received may be from before' );
		delete_transient( 'onlookers_just_changed' );
		onlookers_write_back();
		$this->assertSame( ONLOOKERS_NO_TURN, (int) get_option( 'onlookers_turn' ) );
	}
}
