<?php
/**
 * The list as a classic widget; the block editor has a block for it.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** "Most read" in a theme's sidebar. */
class Onlookers_Top_Widget extends WP_Widget {

	/** Names the widget. */
	public function __construct() {
		$options = array(
			'description'                 => __( 'The posts that most people read, now or in the last days.', 'onlookers' ),
			'show_instance_in_rest'       => true,
			'customize_selective_refresh' => true,
		);
		parent::__construct( 'onlookers_top', __( 'Most read', 'onlookers' ), $options );
	}

	/**
	 * Prints the widget.
	 *
	 * @param array $args     The sidebar's HTML.
	 * @param array $instance Saved settings.
	 */
	public function widget( $args, $instance ) {
		$instance = $this->settings( $instance );
		$list     = onlookers_top_list( array( 'title' => '' ) + $instance );
		if ( '' === $list ) {
			return;
		}
		/** This filter is documented in wp-includes/widgets/class-wp-widget-pages.php */
		$title = apply_filters( 'widget_title', $instance['title'], $instance, $this->id_base ); // phpcs:ignore WordPress.NamingConventions
		// phpcs:disable WordPress.Security.EscapeOutput -- The theme's HTML; ours is escaped where it is put together.
		echo $args['before_widget'];
		if ( '' !== $title ) {
			echo $args['before_title'] . esc_html( $title ) . $args['after_title'];
		}
		echo $list . $args['after_widget'];
		// phpcs:enable
	}

	/**
	 * Prints the form.
	 *
	 * @param array $instance Saved settings.
	 */
	public function form( $instance ) {
		$instance = $this->settings( $instance );
		printf(
			'<p><label for="%1$s">%2$s</label> <input class="widefat" id="%1$s" name="%3$s" type="text" value="%4$s"></p>',
			esc_attr( $this->get_field_id( 'title' ) ),
			esc_html__( 'Title:', 'onlookers' ),
			esc_attr( $this->get_field_name( 'title' ) ),
			esc_attr( $instance['title'] )
		);
		printf(
			'<p><label for="%1$s">%2$s</label> <input class="tiny-text" id="%1$s" name="%3$s" type="number" min="1" max="20" value="%4$d"></p>',
			esc_attr( $this->get_field_id( 'limit' ) ),
			esc_html__( 'Number of posts:', 'onlookers' ),
			esc_attr( $this->get_field_name( 'limit' ) ),
			(int) $instance['limit']
		);
		printf( '<p><label for="%s">%s</label> ', esc_attr( $this->get_field_id( 'days' ) ), esc_html__( 'Compared over:', 'onlookers' ) );
		printf( '<select id="%s" name="%s">', esc_attr( $this->get_field_id( 'days' ) ), esc_attr( $this->get_field_name( 'days' ) ) );
		foreach ( onlookers_top_periods() as $days => $label ) {
			printf( '<option value="%d"%s>%s</option>', (int) $days, selected( (int) $instance['days'], $days, false ), esc_html( $label ) ); // phpcs:ignore WordPress.Security.EscapeOutput
		}
		echo '</select></p>';
		$this->print_checkbox( 'counts', $instance['counts'], __( 'Show the numbers', 'onlookers' ) );
		$this->print_checkbox( 'line', $instance['line'], __( 'Show a line of the last 30 days', 'onlookers' ) );
	}

	/**
	 * Prints a checkbox; unchecked, it sends 0.
	 *
	 * @param string $name    Setting.
	 * @param bool   $checked Whether it is checked.
	 * @param string $label   Label.
	 */
	private function print_checkbox( $name, $checked, $label ) {
		printf(
			'<p><input type="hidden" name="%2$s" value="0"><input type="checkbox" id="%1$s" name="%2$s" value="1"%3$s> <label for="%1$s">%4$s</label></p>',
			esc_attr( $this->get_field_id( $name ) ),
			esc_attr( $this->get_field_name( $name ) ),
			checked( (bool) $checked, true, false ),
			esc_html( $label )
		);
	}

	/**
	 * Cleans what was sent.
	 *
	 * @param array $new_instance What was sent.
	 * @param array $old_instance What was saved.
	 * @return array
	 */
	public function update( $new_instance, $old_instance ) {
		$instance = $this->settings( $new_instance + $old_instance );
		return array(
			'title'  => sanitize_text_field( $instance['title'] ),
			'limit'  => max( 1, min( 20, (int) $instance['limit'] ) ),
			'days'   => max( 0, min( ONLOOKERS_DAYS, (int) $instance['days'] ) ),
			'counts' => (bool) $instance['counts'],
			'line'   => (bool) $instance['line'],
		);
	}

	/**
	 * Saved settings over defaults.
	 *
	 * @param array $instance Saved settings.
	 * @return array
	 */
	private function settings( $instance ) {
		return wp_parse_args( $instance, array( 'title' => __( 'Most read right now', 'onlookers' ) ) + onlookers_top_defaults() );
	}
}

/** Makes the widget known. */
function onlookers_register_widget() {
	register_widget( 'Onlookers_Top_Widget' );
}
add_action( 'widgets_init', 'onlookers_register_widget' );

/**
 * Where blocks are at hand the block is offered, and not the widget beside it.
 *
 * @param string[] $types Widgets that the inserter of blocks leaves out.
 * @return string[]
 */
function onlookers_hide_widget( $types ) {
	$types[] = 'onlookers_top';
	return $types;
}
add_filter( 'widget_types_to_hide_from_legacy_widget_block', 'onlookers_hide_widget' );
