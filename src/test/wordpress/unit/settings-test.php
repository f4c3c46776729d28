<?php
/** What the settings refuse. */
class Onlookers_Settings_Test extends Onlookers_Test_Case {
	private function saved( $input ) {
		global $wp_settings_errors;
		$wp_settings_errors = array();
		return onlookers_sanitize( $input );
	}

	/** @dataProvider addresses */
	public function test_addresses_are_cleaned( $typed, $saved ) {
		$this->assertSame( $saved, $this->saved( array( 'server' => $typed ) )['server'] );
		$this->assertSame( array(), get_settings_errors( 'onlookers' ) );
	}

	public function addresses() {
		return array(
			array( 'https://live.example.org', 'https://live.example.org' ),
			array( '  https://live.example.org/  ', 'https://live.example.org' ),
			array( 'wss://live.example.org/counts/', 'https://live.example.org/counts' ),
			array( 'ws://127.0.0.1:3000', 'http://127.0.0.1:3000' ),
			array( 'http://[::1]:3000', 'http://[::1]:3000' ),
			array( 'http://on_lookers:3000/a%20b', 'http://on_lookers:3000/a%20b' ),
			array( '', '' ),
		);
	}

	public function test_the_import_is_offered_once_there_is_a_server_to_import_into() {
		$this->assertStringContainsString( 'tools.php#onlookers-import', $this->write_back_field() );
		$this->set( 'server', '' );
		$this->assertStringNotContainsString( 'tools.php', $this->write_back_field() );
	}

	private function write_back_field() {
		ob_start();
		onlookers_print_write_back_field();
		return ob_get_clean();
	}

	/** @dataProvider bad_addresses */
	public function test_what_cannot_be_an_address_leaves_the_old_one_and_says_why( $typed ) {
		$this->assertSame( self::SERVER, $this->saved( array( 'server' => $typed ) )['server'] );
		$this->assertCount( 1, get_settings_errors( 'onlookers' ) );
	}

	public function bad_addresses() {
		return array(
			array( 'live.example.org' ),
			array( 'javascript:alert(1)' ),
			array( 'ftp://live.example.org' ),
			array( 'https://me:secret@live.example.org' ),
			array( 'https://live.example.org/?a=b' ),
			array( 'https://live.example.org/#a' ),
			array( 'https://' ),
			array( 'https://live example.org' ),
			array( 'https://live%20example.org' ),
			array( 'https://live\\example.org' ),
			array( 'http://[::1' ),
		);
	}

	public function test_what_is_not_among_the_choices_stays_as_it_was() {
		$this->set( 'placement', 'above' );
		$saved = $this->saved( array( 'placement' => 'sideways', 'count' => array( 'views' ) ) );
		$this->assertSame( 'above', $saved['placement'] );
		$this->assertSame( 'others', $saved['count'] );
	}

	public function test_only_public_types_are_taken() {
		$sent = array( '', 'page', 'revision', 'attachment', 'no-such-type' );
		$this->assertSame( array( 'page' ), $this->saved( array( 'post_types' => $sent ) )['post_types'] );
		$this->assertSame( array(), $this->saved( array( 'post_types' => array( '' ) ) )['post_types'] );
	}

	public function test_a_threshold_is_a_whole_number_and_not_negative() {
		$this->assertSame( 0, $this->saved( array( 'threshold' => '-3' ) )['threshold'] );
		$this->assertSame( 7, $this->saved( array( 'threshold' => '7.9' ) )['threshold'] );
		$this->assertSame( 0, $this->saved( array( 'threshold' => 'many' ) )['threshold'] );
	}

	public function test_an_emptied_threshold_is_the_usual_one() {
		$this->set( 'threshold', 7 );
		$this->assertSame( 1, $this->saved( array( 'threshold' => '' ) )['threshold'] );
	}

	public function test_wording_is_plain_text() {
		$saved = $this->saved( array( 'text_one' => ' %s <b>soul</b><script>alert(1)</script> ' ) );
		$this->assertSame( '%s soul', $saved['text_one'] );
	}

	public function test_a_secret_may_hold_any_printable_character() {
		$secret = 'a <b>&amp; "c" \'d\' %20 \\ ü';
		$this->assertSame( $secret, $this->saved( array( 'secret' => $secret ) )['secret'] );
	}

	public function test_what_was_not_sent_stays() {
		$this->set( 'text_one', '%s soul' );
		$this->assertSame( '%s soul', $this->saved( array( 'threshold' => '2' ) )['text_one'] );
		$this->assertSame( self::SERVER, $this->saved( 'no array' )['server'] );
	}

	public function test_unknown_settings_are_dropped() {
		$this->assertArrayNotHasKey( 'admin', $this->saved( array( 'admin' => 'yes' ) ) );
	}

	public function test_what_is_typed_as_it_is_runs_from_left_to_right_in_any_language() {
		ob_start();
		onlookers_print_placement_field();
		$html = ob_get_clean();
		$this->assertStringContainsString( '<code dir="ltr">[onlookers]</code>', $html );
		$this->assertStringContainsString( '<code dir="ltr">&lt;?php onlookers(); ?&gt;</code>', $html );
	}

	public function test_an_example_holds_together_in_a_line_from_right_to_left() {
		$this->assertSame( '%s views', onlookers_example( '%s views' ) );
		$direction                          = $GLOBALS['wp_locale']->text_direction;
		$GLOBALS['wp_locale']->text_direction = 'rtl';
		$example                            = onlookers_example( '(%s)' );
		$GLOBALS['wp_locale']->text_direction = $direction;
		$this->assertSame( "(\u{2066}%s\u{2069})", $example );
	}
}
