<?php
/** Lists of posts, the most viewed first. */
class Onlookers_Query_Test extends Onlookers_Test_Case {
	private $posts = array();

	protected function setUp(): void {
		parent::setUp();
		foreach ( array( 'few' => 3, 'many' => 1000, 'none' => 0, 'some' => 20 ) as $name => $views ) {
			$this->posts[ $name ] = $this->publish( array( 'post_title' => $name ) );
			onlookers_put_views( $this->posts[ $name ], $views );
		}
	}

	protected function tearDown(): void {
		foreach ( array( 'rest_post_query', 'rest_post_collection_params' ) as $hook ) {
			remove_all_filters( $hook );
		}
		$GLOBALS['wp_rest_server'] = null;
		parent::tearDown();
	}

	/** The titles in a Query Loop. */
	private function loop( $query ) {
		$query += array( 'perPage' => 9, 'postType' => 'post', 'order' => 'desc', 'orderBy' => 'date', 'inherit' => false );
		$html   = do_blocks(
			'<!-- wp:query ' . wp_json_encode( array( 'queryId' => 1, 'query' => $query ) ) . ' --><div class="wp-block-query">'
			. '<!-- wp:post-template --><!-- wp:post-title /--><!-- /wp:post-template --></div><!-- /wp:query -->'
		);
		preg_match_all( '~>(few|many|none|some)<~', $html, $titles );
		return $titles[1];
	}

	public function test_a_query_loop_has_the_most_viewed_first() {
		$this->assertSame( array( 'many', 'some', 'few' ), array_slice( $this->loop( array( 'onlookersOrder' => 'views' ) ), 0, 3 ) );
	}

	public function test_a_query_loop_turns_round_with_its_order() {
		$this->assertSame( array( 'few', 'some', 'many' ), array_slice( $this->loop( array( 'onlookersOrder' => 'views', 'order' => 'asc' ) ), -3 ) );
	}

	public function test_other_loops_are_left_alone() {
		$this->assertSame( array( 'few', 'many', 'none', 'some' ), array_slice( $this->loop( array( 'orderBy' => 'title', 'order' => 'asc' ) ), 0, 4 ) );
		$this->assertSame( array( 'few', 'many', 'none', 'some' ), array_slice( $this->loop( array( 'orderBy' => 'title', 'order' => 'asc', 'onlookersOrder' => 'x; DROP' ) ), 0, 4 ) );
	}

	public function test_without_write_back_there_is_no_such_order() {
		$this->set( 'write_back', false );
		$this->assertSame( array( 'few', 'many' ), array_slice( $this->loop( array( 'onlookersOrder' => 'views', 'orderBy' => 'title', 'order' => 'asc' ) ), 0, 2 ) );
	}

	public function test_a_copy_does_not_stand_where_its_original_stands() {
		$copy = $this->publish( array( 'post_title' => 'copy' ) );
		foreach ( get_post_meta( $this->posts['many'] ) as $key => $values ) {
			add_post_meta( $copy, $key, $values[0] );
		}
		$this->assertSame( array( 'many', 'some', 'few' ), array_slice( $this->loop( array( 'onlookersOrder' => 'views' ) ), 0, 3 ) );
	}

	public function test_themes_may_ask_for_the_order() {
		$query = new WP_Query( array( 'orderby' => 'onlookers_views', 'posts_per_page' => 2, 'fields' => 'ids', 'ignore_sticky_posts' => true ) );
		$this->assertSame( array( $this->posts['many'], $this->posts['some'] ), array_map( 'intval', $query->posts ) );
	}

	public function test_a_reader_cannot_ask_for_it_by_a_pages_address() {
		$this->go_to( array( 'orderby' => 'onlookers_views' ) );
		$this->assertStringNotContainsString( 'counted', $GLOBALS['wp_query']->request );
	}

	/** What the editor's preview asks for. */
	private function preview( $order ) {
		$GLOBALS['wp_rest_server'] = null;
		$request = new WP_REST_Request( 'GET', '/wp/v2/posts' );
		$request->set_query_params( array( 'onlookersOrder' => $order, 'per_page' => 2, '_fields' => 'id' ) );
		return rest_do_request( $request );
	}

	public function test_the_editors_preview_is_in_the_same_order() {
		$this->assertSame( array( $this->posts['many'], $this->posts['some'] ), wp_list_pluck( $this->preview( 'views' )->get_data(), 'id' ) );
	}

	public function test_the_preview_takes_no_other_order() {
		$this->assertSame( 400, $this->preview( 'price' )->get_status() );
	}
}
