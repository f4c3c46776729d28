<?php
/**
 * Tools → Available Tools: the card that restores, sets and resets views. Each is asked about once more before it is done.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** How many batches one click restores; a page must not run for ever. */
define( 'ONLOOKERS_RESTORE_BATCHES', 10 );

/** Prints the card. */
function onlookers_print_corrections_card() {
	if ( ! current_user_can( 'manage_options' ) || '' === onlookers_server() ) {
		return;
	}
	$state = onlookers_take_correction();
	echo '<div class="card" id="onlookers-corrections"><h2 class="title">' . esc_html__( 'Correct the views of Onlookers', 'onlookers' ) . '</h2>';
	if ( '' !== $state['message'] ) {
		printf( '<div class="notice notice-%s inline"><p>%s</p></div>', esc_attr( $state['type'] ), esc_html( $state['message'] ) );
	}
	if ( '' !== $state['question'] ) {
		onlookers_print_question( $state );
	} else {
		onlookers_print_corrections();
	}
	echo '</div>';
}
add_action( 'tool_box', 'onlookers_print_corrections_card' );

/** Prints what can be done. */
function onlookers_print_corrections() {
	$lost = onlookers_lost_views();
	$text = is_wp_error( $lost ) ? $lost->get_error_message() : onlookers_lost_text( $lost );
	if ( '' !== $text ) {
		echo '<div class="notice notice-warning inline"><p>' . esc_html( $text ) . '</p></div>';
	}
	echo '<p>' . esc_html__( 'Restore raises the server’s views to what WordPress remembers, after the server has lost them. Nothing is lowered.', 'onlookers' ) . '</p>';
	onlookers_begin_correction( 'restore', 0 );
	submit_button( __( 'Restore views', 'onlookers' ), 'secondary', 'submit', false );
	echo '</form>';
	echo '<p>' . esc_html__( 'Or correct one post by hand. Reset begins at zero.', 'onlookers' ) . '</p>';
	onlookers_begin_correction( '', 0 );
	// A label and its field stay together where the card is narrow.
	printf( '<p><span style="display:inline-block"><label for="onlookers-post">%s</label> ', esc_html__( 'Post’s number', 'onlookers' ) );
	echo '<input type="number" id="onlookers-post" name="post" class="small-text" min="1" required></span> ';
	printf( '<span style="display:inline-block"><label for="onlookers-views">%s</label> ', esc_html__( 'Views', 'onlookers' ) );
	printf( '<input type="number" id="onlookers-views" name="views" min="0" max="%s"></span></p><p>', esc_attr( ONLOOKERS_MOST_VIEWS ) );
	foreach ( array( 'set' => __( 'Set views', 'onlookers' ), 'reset' => __( 'Reset views', 'onlookers' ) ) as $what => $label ) {
		printf( '<button type="submit" class="button" name="what" value="%s">%s</button> ', esc_attr( $what ), esc_html( $label ) );
	}
	echo '</p></form>';
}

/**
 * Prints the beginning of a form.
 *
 * @param string $what `restore`, `set` or `reset`; empty where buttons say it.
 * @param int    $sure Whether the question has been answered.
 */
function onlookers_begin_correction( $what, $sure ) {
	printf( '<form action="%s" method="post"><input type="hidden" name="action" value="onlookers_correct">', esc_url( admin_url( 'admin-post.php' ) ) );
	printf( '<input type="hidden" name="sure" value="%d">', (int) $sure );
	if ( '' !== $what ) {
		printf( '<input type="hidden" name="what" value="%s">', esc_attr( $what ) );
	}
	wp_nonce_field( 'onlookers_correct' );
}

/**
 * Prints the question, and what is needed to answer it.
 *
 * @param array $state What was asked for.
 */
function onlookers_print_question( $state ) {
	echo '<p><strong>' . esc_html( $state['question'] ) . '</strong></p>';
	onlookers_begin_correction( $state['what'], 1 );
	foreach ( array( 'post', 'views', 'after' ) as $name ) {
		printf( '<input type="hidden" name="%s" value="%s">', esc_attr( $name ), esc_attr( $state[ $name ] ) );
	}
	onlookers_print_token_input( 'onlookers-correction-token' );
	echo '<p>';
	submit_button( __( 'Yes, do it', 'onlookers' ), 'primary', 'submit', false );
	printf( ' <a class="button" href="%s">%s</a></p></form>', esc_url( admin_url( 'tools.php#onlookers-corrections' ) ), esc_html__( 'No', 'onlookers' ) );
}

/**
 * Prints a field for the token, unless it is known.
 *
 * @param string $id Id of the field.
 */
function onlookers_print_token_input( $id ) {
	if ( '' !== onlookers_admin_token() ) {
		return;
	}
	printf( '<p><label for="%s">%s</label> ', esc_attr( $id ), esc_html__( 'Token', 'onlookers' ) );
	printf( '<input type="password" id="%s" name="token" class="regular-text" autocomplete="off" required>', esc_attr( $id ) );
	printf( '<br><span class="description">%s</span></p>', esc_html__( 'The server’s setting admin.token. It is used once, and not saved.', 'onlookers' ) );
}

/**
 * The token that was typed, once the form has been looked at.
 *
 * @return string Empty when there is none.
 */
function onlookers_typed_token() {
	// phpcs:ignore WordPress.Security -- A secret is sent as it is.
	return isset( $_POST['token'] ) && is_string( $_POST['token'] ) ? trim( wp_unslash( $_POST['token'] ) ) : '';
}

/** Does what the form asks for, or asks whether it shall be done. */
function onlookers_correct_from_form() {
	if ( ! current_user_can( 'manage_options' ) ) {
		wp_die( esc_html__( 'You are not allowed to correct views.', 'onlookers' ), '', array( 'response' => 403 ) );
	}
	check_admin_referer( 'onlookers_correct' );
	$sent = array();
	foreach ( array( 'what', 'post', 'views', 'after', 'sure' ) as $name ) {
		$sent[ $name ] = isset( $_POST[ $name ] ) && is_string( $_POST[ $name ] ) ? sanitize_text_field( wp_unslash( $_POST[ $name ] ) ) : '';
	}
	$token = '' === onlookers_admin_token() ? onlookers_typed_token() : onlookers_admin_token();
	set_transient( 'onlookers_correction', onlookers_correct( $sent, $token ) + array( 'user' => get_current_user_id() ), HOUR_IN_SECONDS );
	wp_safe_redirect( admin_url( 'tools.php#onlookers-corrections' ) );
	exit;
}
add_action( 'admin_post_onlookers_correct', 'onlookers_correct_from_form' );

/**
 * Does what was sent, or asks.
 *
 * @param string[] $sent  What was sent.
 * @param string   $token The server's `admin.token`.
 * @return array What the card says next; see onlookers_take_correction().
 */
function onlookers_correct( $sent, $token ) {
	$question = onlookers_correction_question( $sent );
	if ( is_wp_error( $question ) ) {
		return array( 'type' => 'error', 'message' => $question->get_error_message() );
	}
	if ( '1' !== $sent['sure'] ) {
		return array( 'question' => $question ) + $sent;
	}
	if ( 'restore' === $sent['what'] ) {
		return onlookers_restore_batches( absint( $sent['after'] ), $token );
	}
	$post_id = (int) $sent['post'];
	$done    = 'set' === $sent['what'] ? onlookers_set_views( $post_id, (int) $sent['views'], $token ) : onlookers_reset_views( array( $post_id ), $token );
	if ( is_wp_error( $done ) ) {
		return array( 'type' => 'error', 'message' => $done->get_error_message() );
	}
	/* translators: 1: title of a post, 2: number of views. */
	$message = sprintf( __( 'Views of “%1$s”: %2$s.', 'onlookers' ), onlookers_plain_title( get_post( $post_id ) ), number_format_i18n( onlookers_own_views( $post_id ) ) );
	return array( 'type' => 'success', 'message' => $message );
}

/**
 * Puts what was sent into a question.
 *
 * @param string[] $sent What was sent.
 * @return string|WP_Error
 */
function onlookers_correction_question( $sent ) {
	if ( 'restore' === $sent['what'] ) {
		return __( 'Raise the server’s views of all posts to what WordPress remembers? Views that another plugin has counted are rather imported, and before this.', 'onlookers' );
	}
	$post = ctype_digit( $sent['post'] ) ? get_post( (int) $sent['post'] ) : null;
	if ( ! $post || ! onlookers_is_counted_type( $post->post_type ) ) {
		return new WP_Error( 'onlookers_no_post', __( 'There is no such post, or its type is not counted.', 'onlookers' ) );
	}
	$numbers = onlookers_both_views( $post->ID );
	$title   = onlookers_plain_title( $post );
	if ( 'reset' === $sent['what'] ) {
		/* translators: 1: title of a post, 2, 3: numbers of views. */
		return sprintf( __( 'Forget the views of “%1$s”, %2$s on the server and %3$s in WordPress, and begin at zero?', 'onlookers' ), $title, $numbers[0], $numbers[1] );
	}
	if ( 'set' !== $sent['what'] || ! onlookers_is_number_of_views( $sent['views'] ) ) {
		return new WP_Error( 'onlookers_no_number', __( 'Views are a whole number from 0.', 'onlookers' ) );
	}
	/* translators: 1: title of a post, 2, 3: numbers of views now, 4: number of views then. */
	return sprintf( __( 'Set the views of “%1$s”, %2$s on the server and %3$s in WordPress, to %4$s?', 'onlookers' ), $title, $numbers[0], $numbers[1], number_format_i18n( (int) $sent['views'] ) );
}

/**
 * Whether the server takes a number of views.
 *
 * @param string $number As typed.
 * @return bool
 */
function onlookers_is_number_of_views( $number ) {
	return ctype_digit( $number ) && strlen( $number ) <= 16 && (int) $number <= ONLOOKERS_MOST_VIEWS;
}

/**
 * A post's views on both sides, to be read.
 *
 * @param int $post_id Post.
 * @return string[] On the server, a question mark when it does not say; in WordPress.
 */
function onlookers_both_views( $post_id ) {
	$counts = onlookers_read_counts( array( $post_id ) );
	$there  = is_wp_error( $counts ) || ! isset( $counts[ $post_id ] ) ? '?' : number_format_i18n( $counts[ $post_id ]['views'] );
	return array( $there, number_format_i18n( onlookers_own_views( $post_id ) ) );
}

/**
 * Restores batch after batch.
 *
 * @param int    $last  The last post that has been looked at.
 * @param string $token The server's `admin.token`.
 * @return array What the card says next.
 */
function onlookers_restore_batches( $last, $token ) {
	$posts   = 0;
	$changed = 0;
	for ( $i = 0; $i < ONLOOKERS_RESTORE_BATCHES; $i++ ) {
		$done = onlookers_restore( $last, $token );
		if ( is_wp_error( $done ) ) {
			return array( 'type' => 'error', 'message' => $done->get_error_message() );
		}
		$posts   += $done['posts'];
		$changed += $done['changed'];
		$last     = $done['last'];
		if ( ! $last ) {
			break;
		}
	}
	/* translators: 1, 2: numbers of posts. */
	$message = sprintf( __( 'Posts looked at: %1$s. Raised on the server: %2$s.', 'onlookers' ), number_format_i18n( $posts ), number_format_i18n( $changed ) );
	$state   = array( 'type' => 'success', 'message' => $message );
	if ( $last ) {
		$state += array( 'question' => __( 'There are more posts. Go on?', 'onlookers' ), 'what' => 'restore', 'after' => (string) $last );
	}
	return $state;
}

/**
 * What the last click has done or asked. It is shown once, to the one who clicked.
 *
 * @return array `type` and `message`; `question`, and with it `what`, `post`, `views` and `after` of what is asked.
 */
function onlookers_take_correction() {
	$empty = array( 'type' => '', 'message' => '', 'question' => '', 'what' => '', 'post' => '', 'views' => '', 'after' => '' );
	$state = get_transient( 'onlookers_correction' );
	if ( ! is_array( $state ) || ! isset( $state['user'] ) || get_current_user_id() !== $state['user'] ) {
		return $empty;
	}
	delete_transient( 'onlookers_correction' );
	return $state + $empty;
}
