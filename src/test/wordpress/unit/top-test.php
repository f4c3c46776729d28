<?php
/** Lists of what is read most, who is online, the dashboard, and what REST returns. */
class Onlookers_Top_Test extends Onlookers_Test_Case {
	/** The attributes of the first element of the name. */
	private function attributes( $html, $name = 'ol' ) {
		$document = new DOMDocument();
		$document->loadHTML( '<?xml encoding="utf-8"?>' . $html, LIBXML_NOERROR );
		$attributes = array();
		foreach ( $document->getElementsByTagName( $name )->item( 0 )->attributes as $attribute ) {
			$attributes[ $attribute->name ] = $attribute->value;
		}
		return $attributes;
	}

	public function test_a_list_ranks_by_who_is_reading_now_unless_asked_for_days() {
		$now = $this->attributes( do_shortcode( '[onlookers_top]' ) );
		$this->assertSame( array( '0', '5', '1', '0' ), array( $now['data-onlookers-days'], $now['data-onlookers-limit'], $now['data-onlookers-counts'], $now['data-onlookers-line'] ) );
		$this->assertStringContainsString( 'readers', $now['data-onlookers-texts'] );
		$week = $this->attributes( do_shortcode( '[onlookers_top days="7" limit="3" counts="no" line="yes"]' ) );
		$this->assertSame( array( '7', '3', '0', '1' ), array( $week['data-onlookers-days'], $week['data-onlookers-limit'], $week['data-onlookers-counts'], $week['data-onlookers-line'] ) );
		$this->assertStringContainsString( 'views', $week['data-onlookers-texts'] );
		$this->assertNotSame( $now['data-onlookers-empty'], $week['data-onlookers-empty'] );
	}

	public function test_days_and_limit_stay_within_what_the_server_knows() {
		$much = $this->attributes( onlookers_top_list( array( 'days' => 400, 'limit' => 99 ) ) );
		$this->assertSame( array( '30', '20' ), array( $much['data-onlookers-days'], $much['data-onlookers-limit'] ) );
		$odd = $this->attributes( do_shortcode( '[onlookers_top days="-3" limit="many"]' ) );
		$this->assertSame( array( '0', '1' ), array( $odd['data-onlookers-days'], $odd['data-onlookers-limit'] ) );
	}

	public function test_a_heading_is_printed_where_there_is_one_and_escaped() {
		$this->assertStringNotContainsString( '<h2', onlookers_top_list() );
		$this->assertStringContainsString( '<h2 class="onlookers-top-title">A &lt;b&gt; week</h2>', onlookers_top_list( array( 'title' => 'A <b> week' ) ) );
	}

	public function test_the_block_takes_the_same() {
		$html = do_blocks( '<!-- wp:onlookers/top {"limit":4,"days":30,"title":"The month","line":true} /-->' );
		$list = $this->attributes( $html );
		$this->assertSame( array( '30', '4', '1' ), array( $list['data-onlookers-days'], $list['data-onlookers-limit'], $list['data-onlookers-line'] ) );
		$this->assertStringContainsString( '>The month</h2>', $html );
	}

	public function test_the_widget_keeps_what_its_form_sends() {
		$widget = new Onlookers_Top_Widget();
		$saved  = $widget->update( array( 'title' => 'The week', 'days' => '7', 'counts' => '0', 'line' => '1', 'limit' => '3' ), array() );
		$this->assertSame( array( 'title' => 'The week', 'limit' => 3, 'days' => 7, 'counts' => false, 'line' => true ), $saved );
		ob_start();
		$widget->widget( array( 'before_widget' => '', 'after_widget' => '', 'before_title' => '<h2>', 'after_title' => '</h2>' ), $saved );
		$html = ob_get_clean();
		$this->assertStringContainsString( '<h2>The week</h2>', $html );
		$this->assertStringNotContainsString( 'onlookers-top-title', $html, 'one heading is enough' );
		$this->assertSame( '7', $this->attributes( $html )['data-onlookers-days'] );
		ob_start();
		$widget->form( $saved );
		$this->assertStringContainsString( '<option value="7" selected', preg_replace( '/\s+/', ' ', str_replace( "'", '"', ob_get_clean() ) ) );
	}

	public function test_a_widget_of_before_goes_on_as_it_was() {
		ob_start();
		( new Onlookers_Top_Widget() )->widget( array( 'before_widget' => '', 'after_widget' => '', 'before_title' => '', 'after_title' => '' ), array( 'title' => 'Now', 'limit' => 4 ) );
		$list = $this->attributes( ob_get_clean() );
		$this->assertSame( array( '0', '4', '1' ), array( $list['data-onlookers-days'], $list['data-onlookers-limit'], $list['data-onlookers-counts'] ) );
	}

	public function test_who_is_online_is_a_shortcode_and_a_block() {
		$ours = $this->attributes( do_shortcode( '[onlookers_online]' ), 'span' );
		$this->assertSame( 'online', $ours['data-onlookers-count'] );
		$this->assertSame( '%s people are online', $ours['data-onlookers-other'] );
		$this->assertArrayNotHasKey( 'data-onlookers-post', $ours );
		$own = $this->attributes( do_shortcode( '[onlookers_online other="%s <souls>"]' ), 'span' );
		$this->assertSame( '%s <souls>', $own['data-onlookers-one'] );
		$this->assertStringContainsString( 'data-onlookers-count="online"', do_blocks( '<!-- wp:onlookers/online /-->' ) );
		$this->set( 'server', '' );
		$this->assertSame( '', do_shortcode( '[onlookers_online]' ) );
		$this->assertSame( '', do_blocks( '<!-- wp:onlookers/online /-->' ) );
	}

	public function test_the_dashboard_shows_who_is_online_the_month_and_two_lists() {
		ob_start();
		onlookers_print_dashboard_widget();
		$html = ob_get_clean();
		$this->assertStringContainsString( 'data-onlookers-count="online"', $html );
		$this->assertStringContainsString( '<figure class="onlookers-history"', $html );
		$this->assertSame( 2, substr_count( $html, '<ol class="onlookers-top"' ) );
		$this->assertStringNotContainsString( 'all sites on this server', $html );
		$this->set( 'site_name', 'shop' );
		ob_start();
		onlookers_print_dashboard_widget();
		$this->assertStringContainsString( 'all sites on this server', ob_get_clean() );
	}

	public function test_rest_returns_a_posts_views_and_takes_none() {
		$id = $this->publish();
		onlookers_put_views( $id, 42 );
		$GLOBALS['wp_rest_server'] = null;
		$read = rest_do_request( new WP_REST_Request( 'GET', "/wp/v2/posts/$id" ) )->get_data();
		$this->assertSame( array( 'views' => 42 ), $read['onlookers'] );
		$this->log_in( 'administrator' );
		$write = new WP_REST_Request( 'POST', "/wp/v2/posts/$id" );
		$write->set_body_params( array( 'onlookers' => array( 'views' => 7 ) ) );
		rest_do_request( $write );
		$this->assertSame( 42, onlookers_own_views( $id ) );
	}
}
