<?php
/** The lists of posts. */
class Onlookers_Columns_Test extends Onlookers_Test_Case {
	public function test_types_that_are_not_counted_have_no_columns() {
		$this->assertSame( array( 'title' => 'Title' ), onlookers_add_columns( array( 'title' => 'Title' ), 'page' ) );
		$this->assertCount( 3, onlookers_add_columns( array( 'title' => 'Title' ), 'post' ) );
		$this->set( 'server', '' );
		$this->assertCount( 1, onlookers_add_columns( array( 'title' => 'Title' ), 'post' ) );
	}

	public function test_sorting_asks_the_server_once_in_five_seconds() {
		delete_transient( 'onlookers_top' );
		$this->server_says( '/api/top', array( array( 'post' => '5', 'viewers' => 9 ) ) );
		$this->assertStringContainsString( 'WHEN 5 THEN 9', onlookers_sql_of_viewers() );
		onlookers_sql_of_viewers();
		$this->assertCount( 1, $this->requests );
	}

	public function test_what_the_server_says_never_becomes_sql() {
		delete_transient( 'onlookers_top' );
		$evil = '1 THEN 1 END; DROP TABLE wp_posts; --';
		$this->server_says( '/api/top', array( array( 'post' => $evil, 'viewers' => $evil ), array( 'post' => '3', 'viewers' => $evil ) ) );
		$this->assertStringNotContainsString( 'DROP', onlookers_sql_of_viewers() );
	}

	public function test_a_server_that_is_away_leaves_the_list_in_its_order() {
		delete_transient( 'onlookers_top' );
		$this->assertStringContainsString( 'WHEN 0 THEN 0', onlookers_sql_of_viewers() );
	}

	public function test_views_that_are_not_written_back_are_nothing_to_sort_by() {
		$this->assertArrayHasKey( 'onlookers_views', onlookers_sortable_columns( array() ) );
		$this->set( 'write_back', false );
		$this->assertSame( array( 'onlookers' ), array_keys( onlookers_sortable_columns( array() ) ) );
	}

	public function test_queries_elsewhere_are_left_alone() {
		$query = new WP_Query();
		$query->set( 'orderby', 'onlookers' );
		$this->assertSame( 'post_date DESC', onlookers_sort( 'post_date DESC', $query ) );
	}
}
