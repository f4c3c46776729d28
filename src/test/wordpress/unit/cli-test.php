<?php
/** The commands of WP-CLI. */
class Onlookers_Cli_Test extends Onlookers_Test_Case {
	public static function setUpBeforeClass(): void {
		require_once __DIR__ . '/wp-cli.php';
		require_once dirname( ONLOOKERS_FILE ) . '/cli.php';
	}

	/** What the command says, line by line. */
	private function command( $name, $args = array(), $options = array() ) {
		WP_CLI::$said = array();
		call_user_func( WP_CLI::$commands[ 'onlookers ' . $name ], $args, $options );
		return WP_CLI::$said;
	}

	public function test_top_lists_posts_with_titles() {
		$one = $this->publish( array( 'post_title' => 'On bees' ) );
		$two = $this->publish( array( 'post_title' => 'On ants' ) );
		$this->server_says( '/api/top', array( array( 'post' => "$two", 'viewers' => 9 ), array( 'post' => "$one", 'viewers' => 4 ) ) );
		$this->assertSame( array( "$two 9 On ants", "$one 4 On bees" ), $this->command( 'top' ) );
		$this->assertSame( array( "$two 9 On ants" ), $this->command( 'top', array(), array( 'limit' => '1' ) ) );
	}

	public function test_post_shows_both_counts() {
		$id = $this->publish();
		$this->server_says( '/api/posts', array( array( 'post' => "$id", 'viewers' => 4, 'views' => 120 ) ) );
		$this->assertSame( array( "$id 4 120" ), $this->command( 'post', array( "$id" ) ) );
	}

	public function test_post_names_one_that_is_not_there() {
		$this->expectExceptionMessage( 'There is no post 4711.' );
		$this->command( 'post', array( '4711' ) );
	}

	public function test_doctor_says_what_is_wrong() {
		$this->expectExceptionMessage( 'WordPress cannot reach the Onlookers server' );
		$this->command( 'doctor' );
	}

	public function test_write_back_prints_how_many_posts() {
		$id = $this->publish();
		$this->server_says( '/api/top', array() );
		$this->server_says( '/api/posts', array( array( 'post' => "$id", 'viewers' => 0, 'views' => 2 ) ) );
		$this->assertSame( array( 'Success: 1 posts written.' ), $this->command( 'write-back' ) );
	}

	public function test_import_goes_on_to_the_end() {
		update_post_meta( $this->publish(), 'views', 7 );
		$this->server_says( '/api/admin/views', array( 'imported' => 1, 'already' => 0 ) );
		$said = $this->command( 'import', array( 'postviews' ), array( 'token' => 'tok' ) );
		$this->assertSame( array( 'Success: 1 posts imported, 0 had been imported before.' ), $said );
	}

	public function test_import_wants_a_token() {
		$this->expectExceptionMessage( 'The token is missing' );
		$this->command( 'import', array( 'postviews' ) );
	}

	public function test_restore_says_what_is_lost_and_asks_first() {
		$id = $this->publish();
		onlookers_write_views( $id, 500 );
		$this->server_says( '/api/posts?', array( array( 'post' => "$id", 'viewers' => 0, 'views' => 1 ) ) );
		$this->server_says( '/api/admin/views', array( 'posts' => 1, 'changed' => 1 ) );
		$said = $this->command( 'restore', array(), array( 'token' => 'tok', 'yes' => true ) );
		$this->assertStringContainsString( '1 there, 500 here', $said[0] );
		$this->assertStringStartsWith( 'Asked: ', $said[1] );
		$this->assertSame( 'Success: 1 posts looked at, 1 raised on the server.', $said[2] );
		$this->assertCount( 2, $this->requests );
		$this->expectExceptionMessage( 'No.' );
		$this->command( 'restore', array(), array( 'token' => 'tok' ) );
	}

	public function test_set_and_reset_ask_first() {
		$id = (string) $this->publish();
		$this->server_says( '/api/admin/views', array( 'post' => $id, 'views' => 7 ) );
		$yes = array( 'token' => 'tok', 'yes' => true );
		$this->assertSame( "Success: Post $id has 7 views.", $this->command( 'set', array( $id, '7' ), $yes )[1] );
		$this->assertSame( '7', get_post_meta( (int) $id, 'views', true ) );
		$this->assertSame( 'Success: 1 posts begin at zero.', $this->command( 'reset', array( $id ), $yes )[1] );
		$this->assertSame( '0', get_post_meta( (int) $id, 'views', true ) );
		$this->expectExceptionMessage( 'No.' );
		$this->command( 'reset', array( $id ), array( 'token' => 'tok' ) );
	}

	public function test_set_wants_a_post_and_a_number() {
		$this->expectExceptionMessage( 'Views are a whole number' );
		$this->command( 'set', array( (string) $this->publish(), 'many' ), array( 'token' => 'tok', 'yes' => true ) );
	}
}
