<?php
/** What is printed into pages. */
class Onlookers_Template_Test extends Onlookers_Test_Case {
	/** The attributes of the one placeholder in the HTML. */
	private function attributes( $html ) {
		$document = new DOMDocument();
		$document->loadHTML( '<?xml encoding="utf-8"?>' . $html );
		$spans = $document->getElementsByTagName( 'span' );
		$this->assertSame( 1, $spans->length, $html );
		$attributes = array();
		foreach ( $spans->item( 0 )->attributes as $attribute ) {
			$attributes[ $attribute->name ] = $attribute->value;
		}
		return $attributes;
	}

	private function content_of_page( $post_id ) {
		$this->go_to( array( 'p' => $post_id ) );
		$this->assertTrue( have_posts() );
		the_post();
		return apply_filters( 'the_content', get_the_content() );
	}

	public function test_a_placeholder_names_its_post_its_count_and_its_wording() {
		$attributes = $this->attributes( onlookers_get( array( 'post' => $this->publish() ) ) );
		$this->assertSame( 'others', $attributes['data-onlookers-count'] );
		$this->assertSame( '%s other person is reading this', $attributes['data-onlookers-one'] );
		$this->assertSame( '%s other people are reading this', $attributes['data-onlookers-other'] );
		$this->assertSame( 'polite', $attributes['aria-live'] );
		$this->assertArrayNotHasKey( 'data-onlookers-ticket', $attributes );
	}

	public function test_with_a_secret_it_carries_the_ticket_of_its_post() {
		$this->set( 'secret', 'a shared secret' );
		$id   = $this->publish();
		$html = onlookers_get( array( 'post' => $id ) );
		$this->assertSame( onlookers_ticket( (string) $id ), $this->attributes( $html )['data-onlookers-ticket'] );
		$this->assertStringNotContainsString( 'a shared secret', $html );
	}

	public function test_the_owners_wording_is_escaped() {
		$wording = '%s "others" <script>alert(1)</script> & more';
		$this->set( 'text_other', $wording );
		$html = onlookers_get( array( 'post' => $this->publish() ) );
		$this->assertStringNotContainsString( '<script>', $html );
		$this->assertSame( $wording, $this->attributes( $html )['data-onlookers-other'] );
	}

	public function test_an_unknown_count_is_the_owners_count() {
		$this->set( 'count', 'viewers' );
		$attributes = $this->attributes( onlookers_get( array( 'post' => $this->publish(), 'count' => '"><b>' ) ) );
		$this->assertSame( 'viewers', $attributes['data-onlookers-count'] );
	}

	public function test_capitals_in_the_name_of_a_count_do_no_harm() {
		$attributes = $this->attributes( onlookers_get( array( 'post' => $this->publish(), 'count' => 'Views' ) ) );
		$this->assertSame( 'views', $attributes['data-onlookers-count'] );
	}

	public function test_what_names_no_post_is_not_taken_for_the_pages_own() {
		$this->content_of_page( $this->publish() );
		$this->assertNotSame( '', do_shortcode( '[onlookers]' ) );
		foreach ( array( 'first', '<script>', '1.5', '-1', 'https://example.org/?p=1' ) as $named ) {
			$this->assertSame( '', do_shortcode( '[onlookers post="' . esc_attr( $named ) . '"]' ), $named );
		}
	}

	public function test_a_feed_has_no_placeholders() {
		$id = $this->publish();
		$this->go_to( array( 'feed' => 'rss2' ) );
		$this->assertTrue( is_feed() );
		$this->assertSame( '', onlookers_get( array( 'post' => $id ) ) );
		$this->assertSame( '', onlookers_top_list( 5 ) );
	}

	public function test_a_count_that_the_author_has_placed_is_the_only_one() {
		$id = $this->publish( array( 'post_content' => 'Here: [onlookers]' ) );
		$this->assertSame( 1, substr_count( $this->content_of_page( $id ), 'data-onlookers-post=' ) );
	}

	public function test_another_posts_count_is_not_taken_for_it() {
		$other = $this->publish();
		$id    = $this->publish( array( 'post_content' => "There: [onlookers post=\"$other\"]" ) );
		$this->assertSame( 2, substr_count( $this->content_of_page( $id ), 'data-onlookers-post=' ) );
	}

	public function test_without_a_server_nothing_is_printed() {
		$id = $this->publish();
		$this->set( 'server', '' );
		$this->assertSame( '', onlookers_get( array( 'post' => $id ) ) );
		$this->assertStringNotContainsString( 'onlookers', $this->content_of_page( $id ) );
	}

	public function test_a_post_that_is_not_there_has_no_count() {
		$this->assertSame( '', onlookers_get( array( 'post' => 4711 ) ) );
	}

	public function test_the_shortcode_names_count_and_post() {
		$id         = $this->publish();
		$attributes = $this->attributes( do_shortcode( "[onlookers count=\"views\" post=\"$id\"]" ) );
		$this->assertSame( 'views', $attributes['data-onlookers-count'] );
		$this->assertSame( (string) $id, $attributes['data-onlookers-post'] );
	}

	public function test_the_count_is_put_where_the_owner_wants_it() {
		$id = $this->publish();
		$this->set( 'placement', 'above' );
		$this->assertMatchesRegularExpression( '/data-onlookers-count.*Its text/s', $this->content_of_page( $id ) );
		$this->set( 'placement', 'below' );
		$this->assertMatchesRegularExpression( '/Its text.*data-onlookers-count/s', $this->content_of_page( $id ) );
		$this->set( 'placement', 'none' );
		$this->assertStringNotContainsString( 'onlookers', $this->content_of_page( $id ) );
	}

	public function test_a_type_that_is_not_chosen_is_left_alone() {
		$id = $this->publish( array( 'post_type' => 'page' ) );
		$this->go_to( array( 'page_id' => $id ) );
		the_post();
		$this->assertStringNotContainsString( 'onlookers', apply_filters( 'the_content', 'Its text.' ) );
	}

	public function test_a_post_behind_a_password_shows_no_count() {
		$id = $this->publish( array( 'post_password' => 'sesame' ) );
		$this->assertStringNotContainsString( 'onlookers', $this->content_of_page( $id ) );
	}

	public function test_every_visitor_is_printed_the_same() {
		$id      = $this->publish();
		$visitor = $this->content_of_page( $id );
		$this->log_in( 'subscriber' );
		$this->assertSame( $visitor, $this->content_of_page( $id ) );
	}

	private function printed_text( $post_id, $args = array() ) {
		return wp_strip_all_tags( onlookers_get( array( 'post' => $post_id, 'count' => 'views' ) + $args ) );
	}

	public function test_views_stand_in_the_page_before_any_script_runs() {
		$id = $this->publish();
		$this->assertSame( '', $this->printed_text( $id ), 'WordPress knows of none' );
		onlookers_put_views( $id, 1 );
		$this->assertSame( '1 view', $this->printed_text( $id ) );
		onlookers_put_views( $id, 12345 );
		$this->assertSame( '12,345 views', $this->printed_text( $id ) );
		$this->assertSame( '12,345 souls', $this->printed_text( $id, array( 'one' => 'a soul', 'other' => '%s souls' ) ) );
		$this->assertSame( '', $this->printed_text( $id, array( 'threshold' => 20000 ) ) );
		$this->assertSame( '', wp_strip_all_tags( onlookers_get( array( 'post' => $id, 'count' => 'viewers' ) ) ) );
	}

	public function test_a_copy_is_not_printed_the_views_of_its_original() {
		$id   = $this->publish();
		$copy = $this->publish();
		onlookers_put_views( $id, 77 );
		foreach ( get_post_meta( $id ) as $key => $values ) {
			update_post_meta( $copy, $key, $values[0] );
		}
		$this->assertSame( '', $this->printed_text( $copy ) );
	}

	public function test_the_plural_form_is_the_one_of_the_sites_language() {
		$polish = static function ( $translation, $single, $plural, $number ) {
			$few = $number % 10 >= 2 && $number % 10 <= 4 && ( $number % 100 < 10 || $number % 100 >= 20 );
			return 1 === $number ? '%s raz' : ( $few ? '%s razy' : '%s razów' );
		};
		$own    = array( 'one' => '%s A', 'few' => '%s B', 'many' => '%s C', 'other' => '%s D' );
		add_filter( 'ngettext_onlookers', $polish, 10, 4 );
		$words = array();
		foreach ( array( 1, 2, 5, 12, 22, 100 ) as $number ) {
			$words[] = onlookers_in_words( 'views', $number, $own );
		}
		remove_filter( 'ngettext_onlookers', $polish );
		$this->assertSame( array( '1 A', '2 B', '5 C', '12 C', '22 B', '100 C' ), $words );
	}

	public function test_a_list_that_waits_says_so_and_knows_what_to_say_when_nobody_answers() {
		$list = onlookers_top_list( 5 );
		$this->assertStringContainsString( 'Asking what is being read', $list );
		$this->assertStringContainsString( 'needs JavaScript', $list );
		$this->assertStringContainsString( 'data-onlookers-away="The Onlookers server does not answer', $list );
	}
}
