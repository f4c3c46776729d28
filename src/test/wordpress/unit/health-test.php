<?php
/** Site Health's test. */
class Onlookers_Health_Test extends Onlookers_Test_Case {
	public function test_an_unset_address_is_named() {
		$this->set( 'server', '' );
		$this->assertSame( 'recommended', onlookers_health_result()['status'] );
		$this->assertStringContainsString( 'not set', onlookers_health_result()['description'] );
	}

	public function test_a_server_without_tls_is_out_of_reach_for_pages_with_it() {
		$https = function () {
			return 'https://blog.example.org';
		};
		add_filter( 'home_url', $https );
		$this->set( 'server', 'http://live.example.org' );
		$mixed  = onlookers_trouble();
		$asked  = $this->requests;
		$saved  = onlookers_sanitize_server( 'http://live.example.org', '' );
		$hosts  = array( 'http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]', 'https://live.example.org' );
		$others = array_filter( $hosts, 'onlookers_is_mixed' );
		remove_filter( 'home_url', $https );
		$this->assertStringContainsString( 'https', $mixed );
		$this->assertSame( array(), $asked );
		$this->assertSame( 'http://live.example.org', $saved );
		$this->assertSame( array(), $others );
		$this->assertFalse( onlookers_is_mixed( 'http://live.example.org' ), 'this site is on http' );
	}

	public function test_a_server_that_is_not_ready_reports_its_reason() {
		$this->server_says( '/health/ready', array( 'ready' => false, 'reason' => 'Redis <away>' ), 503 );
		$description = onlookers_health_result()['description'];
		$this->assertStringContainsString( 'Redis &lt;away&gt;', $description );
		$this->assertStringContainsString( '503', $description );
	}

	public function test_only_those_who_may_see_it_are_informed() {
		$request = new WP_REST_Request( 'GET', '/onlookers/v1/health' );
		$this->assertSame( 401, rest_do_request( $request )->get_status() );
		$this->log_in( 'editor' );
		$this->assertSame( 403, rest_do_request( $request )->get_status() );
		$this->log_in( 'administrator' );
		$this->assertSame( 200, rest_do_request( $request )->get_status() );
	}

	public function test_views_that_the_server_has_lost_are_reported_with_a_way_to_restore_them() {
		$id = $this->publish();
		onlookers_write_views( $id, 500 );
		$this->server_says( '/api/posts?', array( array( 'post' => "$id", 'viewers' => 0, 'views' => 1 ) ) );
		$result = onlookers_loss_result( onlookers_lost_views() );
		$this->assertSame( 'recommended', $result['status'] );
		$this->assertStringContainsString( '1 there, 500 here', $result['description'] );
		$this->assertStringContainsString( 'tools.php', $result['actions'] );
	}
}
