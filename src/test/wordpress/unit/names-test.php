<?php
/** What the server calls posts. */
class Onlookers_Names_Test extends Onlookers_Test_Case {
	private function saved( $name ) {
		$GLOBALS['wp_settings_errors'] = array();
		return onlookers_sanitize( array( 'site_name' => $name ) )['site_name'];
	}

	public function test_a_sites_name_stands_in_front_of_its_posts() {
		$this->set( 'site_name', 'shop' );
		$this->assertSame( 'shop-13', onlookers_post_name( 13 ) );
		$this->assertSame( 13, onlookers_post_id( 'shop-13' ) );
		foreach ( array( '13', 'blog-13', 'shop13', 'shop-013', 'shop--13', 'shop-1-13', 'shop-' ) as $name ) {
			$this->assertSame( 0, onlookers_post_id( $name ), $name );
		}
	}

	public function test_two_sites_on_one_server_take_no_number_of_each_other() {
		$id = $this->publish();
		$this->set( 'site_name', 'shop' );
		$this->server_says( '/api/top', array() );
		$this->server_says(
			'/api/posts?',
			array(
				array( 'post' => "$id", 'viewers' => 0, 'views' => 1234567890129 ),
				array( 'post' => "shop-$id", 'viewers' => 0, 'views' => 7 ),
			)
		);
		onlookers_write_back();
		$this->assertSame( '7', get_post_meta( $id, 'views', true ) );
	}

	public function test_what_a_site_was_called_when_it_began_is_remembered() {
		delete_option( 'onlookers_began' );
		$this->set( 'server', '' );
		onlookers_remember_names();
		$this->assertNull( onlookers_began(), 'without a server nothing has begun' );
		$this->set( 'server', self::SERVER );
		onlookers_remember_names();
		$this->assertSame( '', onlookers_began() );
		update_option( 'onlookers_began', array( 'site' => get_current_blog_id(), 'prefix' => '5-' ) );
		onlookers_remember_names();
		$this->assertSame( '5-13', onlookers_post_name( 13 ) );
	}

	public function test_a_site_that_has_left_its_network_keeps_its_names() {
		update_option( 'onlookers_began', array( 'site' => 4711, 'prefix' => '4711-' ) );
		$this->assertSame( '4711-13', onlookers_post_name( 13 ) );
		update_option( 'onlookers_began', 'nonsense' );
		$this->assertSame( '13', onlookers_post_name( 13 ) );
	}

	public function test_a_name_is_what_the_server_takes() {
		$this->assertSame( 'My_shop-2', $this->saved( ' My_shop-2 ' ) );
		foreach ( array( 'my shop', 'größe', 'a/b', str_repeat( 'a', 17 ), '"><b>' ) as $bad ) {
			$this->assertSame( '', $this->saved( $bad ), $bad );
			$this->assertSame( 'error', get_settings_errors( 'onlookers' )[0]['type'], $bad );
		}
		$this->assertLessThanOrEqual( 32, strlen( str_repeat( 'a', ONLOOKERS_NAME_LENGTH ) . '-999999999999999' ) );
	}

	public function test_another_name_is_said_to_begin_at_zero_and_all_posts_are_looked_at() {
		update_option( 'onlookers_turn', 77 );
		$this->assertSame( 'shop', $this->saved( 'shop' ) );
		$this->assertSame( 'warning', get_settings_errors( 'onlookers' )[0]['type'] );
		$this->set( 'site_name', 'shop' );
		$this->assertFalse( get_option( 'onlookers_turn' ) );
	}

	public function test_whoever_owns_a_single_site_is_told_when_it_needs_a_name() {
		ob_start();
		onlookers_print_site_name_field();
		$this->assertStringContainsString( 'several sites share a server, since each has a post 13', ob_get_clean() );
	}
}
