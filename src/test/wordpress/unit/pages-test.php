<?php
/** Where nothing of ours belongs, and where the client comes from. */
class Onlookers_Pages_Test extends Onlookers_Test_Case {
	private function client() {
		ob_start();
		onlookers_print_client();
		return ob_get_clean();
	}

	/** As WordPress does in the middle of a page. */
	private function page( $query ) {
		$this->go_to( $query );
		return $this->client();
	}

	public function test_an_answer_of_the_rest_api_has_no_empty_element() {
		$id      = $this->publish( array( 'post_content' => 'Here: [onlookers] <!-- wp:onlookers/count /--> <!-- wp:onlookers/top /-->' ) );
		$request = new WP_REST_Request( 'GET', "/wp/v2/posts/$id" );
		$content = rest_do_request( $request )->get_data()['content']['rendered'];
		$this->assertStringContainsString( 'Here:', $content );
		$this->assertStringNotContainsString( 'onlookers', $content );
		$this->assertNotSame( '', onlookers_get( array( 'post' => $id ) ), 'after it pages have them again' );
	}

	public function test_an_editors_preview_has_its_element() {
		$id = $this->publish();
		$this->log_in( 'administrator' );
		$request = new WP_REST_Request( 'GET', '/wp/v2/block-renderer/onlookers/count' );
		$request->set_query_params( array( 'context' => 'edit', 'attributes' => array( 'post' => $id ) ) );
		$this->assertStringContainsString( "data-onlookers-post=\"$id\"", rest_do_request( $request )->get_data()['rendered'] );
	}

	public function test_optimisers_are_asked_to_leave_the_client_alone() {
		foreach ( array( 'data-cfasync="false"', 'data-no-optimize="1"', 'data-noptimize="1"', 'nowprocket' ) as $attribute ) {
			$this->assertStringContainsString( ' ' . $attribute, $this->client() );
		}
	}

	public function test_the_client_finds_its_tag_on_a_page_without_a_post_too() {
		$this->assertStringContainsString( ' data-onlookers-post=""', $this->page( array() ) );
	}

	public function test_where_another_host_serves_the_files_the_servers_own_client_is_taken() {
		$this->assertStringContainsString( 'plugins/onlookers/onlookers.js', $this->client() );
		$cdn = static function ( $url ) {
			return str_replace( home_url(), 'https://cdn.example.net', $url );
		};
		add_filter( 'plugins_url', $cdn );
		$client = $this->client();
		remove_filter( 'plugins_url', $cdn );
		$this->assertStringContainsString( 'src="' . self::SERVER . '/onlookers.js?ver=', $client );
	}

	public function test_a_window_is_passed_to_the_page_in_seconds_and_only_if_it_is_wanted() {
		$id = $this->publish();
		$this->assertStringNotContainsString( 'window', $this->page( array( 'p' => $id ) ) );
		$this->set( 'window', 30 );
		$this->assertStringContainsString( ' data-onlookers-window="1800"', $this->page( array( 'p' => $id ) ) );
		$this->assertSame( 1440, onlookers_sanitize( array( 'window' => '99999' ) )['window'] );
		$this->assertSame( 0, onlookers_sanitize( array( 'window' => '-5' ) )['window'] );
	}

	public function test_the_parts_of_a_post_are_one_post() {
		$id = $this->publish( array( 'post_content' => 'One [onlookers]<!--nextpage-->Two [onlookers]<!--nextpage-->Three [onlookers]' ) );
		foreach ( array( 1, 2, 3 ) as $part ) {
			$page = $this->page( array( 'p' => $id, 'page' => $part ) );
			$this->assertStringContainsString( " data-onlookers-post=\"$id\"", $page );
			the_post();
			$content = apply_filters( 'the_content', get_the_content() );
			$this->assertSame( 1, substr_count( $content, "data-onlookers-post=\"$id\"" ), "part $part" );
		}
	}

	public function test_a_page_whose_scripts_are_not_ours_to_run_is_left_alone() {
		$id = $this->publish();
		$this->go_to( array( 'p' => $id ) );
		$this->assertFalse( onlookers_is_amp() );
		eval( 'function amp_is_request() { return ! empty( $GLOBALS["onlookers_test_amp"] ); }' );
		do_action( 'wp' );
		$GLOBALS['onlookers_test_amp'] = true;
		remove_action( 'wp_footer', 'onlookers_print_client' );
		onlookers_count_reader();
		$this->assertSame( '', onlookers_get( array( 'post' => $id ) ) );
		$this->assertFalse( has_action( 'wp_footer', 'onlookers_print_client' ) );
		unset( $GLOBALS['onlookers_test_amp'] );
		$this->assertNotSame( '', onlookers_get( array( 'post' => $id ) ) );
	}

	public function test_whoever_has_switched_the_plugin_on_is_led_to_its_settings() {
		$this->log_in( 'administrator' );
		set_current_screen( 'plugins' );
		ob_start();
		onlookers_print_first_step();
		$this->assertSame( '', ob_get_clean(), 'it is set up' );
		$this->set( 'server', '' );
		ob_start();
		onlookers_print_first_step();
		$this->assertStringContainsString( 'options-general.php?page=onlookers', ob_get_clean() );
		set_current_screen( 'front' );
	}

	public function test_so_is_whoever_has_switched_it_on_for_a_network() {
		$this->log_in( 'administrator' );
		$this->set( 'server', '' );
		foreach ( array( 'plugins-network', 'dashboard-network' ) as $screen ) {
			set_current_screen( $screen );
			ob_start();
			do_action( 'network_admin_notices' );
			$notice = ob_get_clean();
			$this->assertStringContainsString( admin_url( 'options-general.php?page=onlookers' ), $notice, $screen );
			$this->assertStringContainsString( 'each site of this network', $notice, $screen );
			$this->assertStringContainsString( 'ONLOOKERS_SERVER', $notice, $screen );
		}
		set_current_screen( 'front' );
	}

	public function test_site_health_informs_without_secrets() {
		$this->set( 'secret', 'hush-hush' );
		$this->set( 'token', 'tok-tok' );
		$section = wp_json_encode( onlookers_add_information( array() )['onlookers'], JSON_UNESCAPED_SLASHES );
		$this->assertStringContainsString( self::SERVER, $section );
		$this->assertStringNotContainsString( 'hush-hush', $section );
		$this->assertStringNotContainsString( 'tok-tok', $section );
	}

	public function test_all_our_names_are_prefixed_and_the_licence_is_along() {
		$folder = dirname( ONLOOKERS_FILE );
		foreach ( glob( $folder . '/*.php' ) as $file ) {
			preg_match_all( '/^(?:function|class) (\w+)|^define\( \'(\w+)/m', file_get_contents( $file ), $names );
			foreach ( array_filter( array_merge( $names[1], $names[2] ) ) as $name ) {
				$this->assertMatchesRegularExpression( '/^onlookers/i', $name, $file );
			}
		}
		$this->assertStringContainsString( 'GNU GENERAL PUBLIC LICENSE', file_get_contents( $folder . '/license.txt' ) );
	}
}
