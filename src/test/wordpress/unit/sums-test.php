<?php
/** Views of several posts that are shown as those of one. */
class Onlookers_Sums_Test extends Onlookers_Test_Case {
	private $english;
	private $german;

	protected function setUp(): void {
		parent::setUp();
		$this->english = $this->publish( array( 'post_title' => 'On sums' ) );
		$this->german  = $this->publish( array( 'post_title' => 'Über Summen' ) );
		onlookers_put_views( $this->english, 1200 );
		onlookers_put_views( $this->german, 34 );
	}

	protected function tearDown(): void {
		foreach ( array( 'onlookers_post_ids', 'wpml_element_type', 'wpml_element_trid', 'wpml_get_element_translations' ) as $hook ) {
			remove_all_filters( $hook );
		}
		parent::tearDown();
	}

	public function test_a_post_is_alone_unless_somebody_says_otherwise() {
		$this->assertSame( array( $this->english ), onlookers_summed_posts( $this->english ) );
		$this->assertSame( 1200, onlookers_summed_views( $this->english ) );
	}

	public function test_what_is_no_post_is_left_out_and_each_is_summed_once() {
		add_filter( 'onlookers_post_ids', function () { return array( (string) $this->german, $this->english, array(), null, 'x', -0 ); } );
		$this->assertSame( array( $this->english, $this->german ), onlookers_summed_posts( $this->english ) );
		$this->assertSame( 1234, onlookers_summed_views( $this->english ) );
	}

	public function test_the_sum_of_wpmls_translations_is_shown_on_each() {
		$this->play_wpml();
		add_filter( 'onlookers_post_ids', 'onlookers_translations', 10, 2 );
		foreach ( array( $this->english, $this->german ) as $post ) {
			$html = onlookers_get( array( 'post' => $post, 'count' => 'views' ) );
			$this->assertStringContainsString( '>1,234 views<', $html );
			$this->assertStringNotContainsString( 'data-onlookers-post', $html, 'the server would put its own number there' );
			$this->assertSame( array( 'views' => 1234 ), onlookers_rest_field( array( 'id' => $post ) ) );
			$this->assertTrue( onlookers_has_count( $html, $post ) );
		}
	}

	/** As WPML answers the filters of its hooks reference. */
	private function play_wpml() {
		add_filter( 'wpml_element_type', function ( $type ) { return 'post_' . $type; } );
		add_filter( 'wpml_element_trid', function ( $nothing, $id, $type ) { return 'post_post' === $type && in_array( $id, array( $this->english, $this->german ), true ) ? 77 : null; }, 10, 3 );
		$translations = array( 'en' => (object) array( 'element_id' => (string) $this->english ), 'de' => (object) array( 'element_id' => (string) $this->german ), 'fr' => (object) array( 'element_id' => null ) );
		add_filter( 'wpml_get_element_translations', function ( $none, $trid ) use ( $translations ) { return 77 === $trid ? $translations : $none; }, 10, 2 );
	}

	public function test_a_post_without_translations_stays_live() {
		$this->play_wpml();
		add_filter( 'onlookers_post_ids', 'onlookers_translations', 10, 2 );
		$other = $this->publish();
		$this->assertStringContainsString( 'data-onlookers-post', onlookers_get( array( 'post' => $other, 'count' => 'views' ) ) );
	}

	public function test_without_such_a_plugin_nothing_is_summed() {
		$this->assertSame( array( 5 ), onlookers_translations( array( 5 ), 5 ) );
	}

	public function test_readers_now_are_never_summed() {
		add_filter( 'onlookers_post_ids', function () { return array( $this->german ); } );
		$this->assertStringContainsString( 'data-onlookers-post', onlookers_get( array( 'post' => $this->english, 'count' => 'viewers' ) ) );
	}

	public function test_below_the_threshold_there_is_no_sum() {
		add_filter( 'onlookers_post_ids', function () { return array( $this->german ); } );
		$this->assertSame( '', onlookers_get( array( 'post' => $this->english, 'count' => 'views', 'threshold' => 1235, 'style' => 'pill' ) ) );
		$this->assertStringContainsString( '1,234', onlookers_get( array( 'post' => $this->english, 'count' => 'views', 'threshold' => 1234, 'style' => 'pill' ) ) );
	}

	/** Last, since a function cannot be taken back: it stays harmless. */
	public function test_the_sum_of_polylangs_translations_is_shown() {
		$GLOBALS['onlookers_test_polylang'] = array( 'en' => $this->english, 'de' => $this->german );
		if ( ! function_exists( 'pll_get_post_translations' ) ) {
			require __DIR__ . '/polylang.php';
		}
		add_filter( 'onlookers_post_ids', 'onlookers_translations', 10, 2 );
		$this->assertSame( 1234, onlookers_summed_views( $this->german ) );
	}
}
