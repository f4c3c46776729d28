<?php
/** The styles of a count, and that it is there once. */
class Onlookers_Looks_Test extends Onlookers_Test_Case {
	protected function tearDown(): void {
		unset( $GLOBALS['_wp_current_template_content'] );
		parent::tearDown();
	}

	private function content_of_page( $post_id ) {
		$this->go_to( array( 'p' => $post_id ) );
		the_post();
		return apply_filters( 'the_content', get_the_content() );
	}

	public function test_the_owner_chooses_a_style_and_each_count_may_have_another() {
		$id = $this->publish();
		$this->assertStringStartsWith( '<span data-onlookers-post=', onlookers_get( array( 'post' => $id ) ) );
		$this->set( 'style', 'pill' );
		$this->assertStringStartsWith( '<span class="onlookers-pill"><span data-onlookers-post=', onlookers_get( array( 'post' => $id ) ) );
		$this->assertStringStartsWith( '<span data-onlookers-post=', do_shortcode( "[onlookers post=\"$id\" style=\"plain\"]" ) );
		$this->assertStringStartsWith( '<span class="onlookers-pill">', do_shortcode( "[onlookers post=\"$id\" style='<b>']" ) );
	}

	public function test_an_eye_has_the_number_alone_and_says_what_it_is_to_who_listens() {
		$id   = $this->publish();
		$html = onlookers_get( array( 'post' => $id, 'style' => 'eye' ) );
		$this->assertStringContainsString( '<span class="onlookers-label">Other people who are reading now: </span>', $html );
		$this->assertStringContainsString( ' data-onlookers-other="%s"', $html );
		$this->assertStringContainsString( ' aria-live="off"', $html );
		$own = onlookers_get( array( 'post' => $id, 'style' => 'eye', 'other' => '%s souls' ) );
		$this->assertStringContainsString( ' data-onlookers-other="%s souls"', $own );
	}

	public function test_the_block_has_wording_threshold_and_style() {
		$id   = $this->publish();
		$html = do_blocks( '<!-- wp:onlookers/count {"post":' . $id . ',"look":"pill","one":"%s soul","other":"%s souls","threshold":"5"} /-->' );
		$this->assertStringContainsString( '<span class="onlookers-pill">', $html );
		$this->assertStringContainsString( ' data-onlookers-one="%s soul"', $html );
		$this->assertStringContainsString( ' data-onlookers-threshold="5"', $html );
		$this->assertStringContainsString( ' data-onlookers-threshold="1"', do_blocks( '<!-- wp:onlookers/count {"post":' . $id . '} /-->' ) );
	}

	public function test_a_style_is_one_of_three() {
		$this->assertSame( 'eye', onlookers_sanitize( array( 'style' => 'eye' ) )['style'] );
		$this->assertSame( 'plain', onlookers_sanitize( array( 'style' => 'loud' ) )['style'] );
	}

	public function test_the_settings_show_each_style_as_readers_will_see_it() {
		ob_start();
		onlookers_print_style_field();
		$html = ob_get_clean();
		$this->assertSame( 3, substr_count( $html, 'type="radio"' ) );
		$this->assertSame( 2, substr_count( $html, '>3 other people are reading this<' ) );
		$this->assertSame( 1, substr_count( $html, '>3<' ) );
		$this->assertMatchesRegularExpression( '/value="plain"\s+checked/', str_replace( "'", '"', $html ) );
	}

	public function test_a_template_that_has_the_block_shows_it_once() {
		$id = $this->publish();

		$GLOBALS['_wp_current_template_content'] = '<!-- wp:group --><div><!-- wp:onlookers/count /--></div><!-- /wp:group --><!-- wp:post-content /-->';
		$this->assertStringNotContainsString( 'data-onlookers-post', $this->content_of_page( $id ) );
	}

	public function test_a_template_with_counts_of_other_posts_leaves_the_posts_own() {
		$id   = $this->publish();
		$list = '<!-- wp:query --><div><!-- wp:post-template --><!-- wp:onlookers/count /--><!-- /wp:post-template --></div><!-- /wp:query -->';
		foreach ( array( $list, '<!-- wp:onlookers/count {"post":4711} /-->', '<!-- wp:post-content /-->', '<!-- wp:template-part {"slug":"nowhere"} /-->' ) as $template ) {
			$GLOBALS['_wp_current_template_content'] = $template;
			$this->assertStringContainsString( "data-onlookers-post=\"$id\"", $this->content_of_page( $id ), $template );
		}
	}
}
