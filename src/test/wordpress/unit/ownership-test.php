<?php
/** A copied post does not keep the other's views. */
class Onlookers_Ownership_Test extends Onlookers_Test_Case {
	private function written( $views ) {
		$id = $this->publish();
		onlookers_write_views( $id, $views );
		return $id;
	}

	/** Copies all meta, as duplicators do that ask nobody. */
	private function copied( $from ) {
		$copy = $this->publish( array( 'post_title' => 'A copy' ) );
		foreach ( get_post_meta( $from ) as $key => $values ) {
			add_post_meta( $copy, $key, $values[0] );
		}
		return $copy;
	}

	private function server_counted( $post_id, $views ) {
		$this->server_says( '/api/top?days=', array( array( 'post' => "$post_id", 'views' => $views ) ) );
		$this->server_says( '/api/posts?', array( array( 'post' => "$post_id", 'viewers' => 0, 'views' => $views ) ) );
	}

	public function test_a_copy_starts_at_its_own_number_in_the_list_and_the_sort() {
		global $wpdb;
		$post = $this->written( 500 );
		$copy = $this->copied( $post );
		$this->assertSame( 500, onlookers_own_views( $post ) );
		$this->assertSame( 0, onlookers_own_views( $copy ) );
		ob_start();
		onlookers_fill_column( 'onlookers_views', $copy );
		$this->assertStringContainsString( '>0</span>', ob_get_clean() );
		$by    = onlookers_sql_of_views();
		$views = $wpdb->get_results( "SELECT ID, $by AS views FROM $wpdb->posts WHERE ID IN ( $post, $copy ) ORDER BY ID" );
		$this->assertSame( array( 500, 0 ), array_map( 'intval', array_column( $views, 'views' ) ) );
	}

	public function test_a_copy_is_written_from_its_own_number() {
		$copy = $this->copied( $this->written( 500 ) );
		$this->server_counted( $copy, 2 );
		onlookers_write_back();
		$this->assertSame( array( '2' ), get_post_meta( $copy, 'views' ) );
		$this->assertSame( array( '0' ), get_post_meta( $copy, ONLOOKERS_BASE_META_KEY ) );
	}

	public function test_a_copy_is_cleaned_as_soon_as_the_request_ends() {
		$post = $this->written( 500 );
		$copy = $this->copied( $post );
		$this->assertNotFalse( has_action( 'shutdown', 'onlookers_clean_copies' ) );
		onlookers_clean_copies();
		remove_action( 'shutdown', 'onlookers_clean_copies' );
		$this->assertSame( array(), array_intersect( onlookers_own_keys(), array_keys( get_post_meta( $copy ) ) ) );
		$this->assertSame( '500', get_post_meta( $post, 'views', true ) );
	}

	public function test_a_copys_number_is_neither_imported_nor_restored() {
		$both = $this->publish();
		update_post_meta( $both, 'views', 50 );
		onlookers_write_views( $both, 60 );
		$copy = $this->copied( $both );
		$this->assertSame( array( $both => 50 ), onlookers_read_postviews( 0 ) );
		$this->assertSame( array( $both => 60 ), onlookers_remembered_views( 0 ) );
		$this->assertNotSame( $copy, $both );
	}

	public function test_a_post_that_an_import_has_brought_from_another_site_is_a_copy() {
		$id = $this->publish();
		onlookers_begin();
		add_post_meta( $id, 'views', 500 );
		add_post_meta( $id, ONLOOKERS_OWNER_META_KEY, "othersit-$id" );
		$this->assertSame( 0, onlookers_own_views( $id ) );
	}

	public function test_a_site_that_has_lost_its_memory_keeps_its_numbers() {
		$post = $this->written( 500 );
		delete_option( 'onlookers_began' );
		$this->assertSame( 500, onlookers_own_views( $post ) );
		onlookers_clean_copies();
		$this->assertSame( '500', get_post_meta( $post, 'views', true ) );
	}

	public function test_what_another_plugin_has_counted_is_the_posts_own() {
		$id = $this->publish();
		update_post_meta( $id, 'views', 50 );
		$this->assertSame( 50, onlookers_own_views( $id ) );
		onlookers_clean_copies();
		$this->assertSame( '50', get_post_meta( $id, 'views', true ) );
	}

	public function test_known_duplicators_are_asked_to_leave_our_meta_out() {
		$ours = array( 'views', '_onlookers_base', '_onlookers_of' );
		foreach ( array( 'duplicate_post_excludelist_filter', 'woocommerce_duplicate_product_exclude_meta' ) as $filter ) {
			$this->assertSame( array_merge( array( 'theirs' ), $ours ), apply_filters( $filter, array( 'theirs' ) ), $filter );
		}
		$this->assertSame( array( 'theirs' ), apply_filters( 'pll_copy_post_metas', array_merge( $ours, array( 'theirs' ) ) ) );
		$xml = simplexml_load_file( dirname( ONLOOKERS_FILE ) . '/wpml-config.xml' );
		$this->assertSame( $ours, array_map( 'strval', $xml->xpath( '//custom-field[@action="ignore"]' ) ) );
	}
}
