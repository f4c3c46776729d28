<?php
/**
 * Whose number it is. Other plugins copy a post with all its meta, and an import brings the meta of another site's posts: what
 * we write remembers the post that it was written for, and a copy starts at its own number.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/** The meta beside the views that says whose they are. */
define( 'ONLOOKERS_OWNER_META_KEY', '_onlookers_of' );

/** How many copies one run cleans that nobody has announced. */
define( 'ONLOOKERS_COPIES', 500 );

/**
 * What stands in the meta of this site's own posts before their number. It goes where the site's database goes, and not
 * with posts that leave it.
 *
 * @return string
 */
function onlookers_owner_prefix() {
	$began = onlookers_memory();
	$began = isset( $began['mark'] ) && is_string( $began['mark'] ) ? $began : onlookers_begin();
	return $began['mark'] . '-';
}

/**
 * A mark for what this site writes. One that has lost its memory, but not its posts, finds the mark again in them: a new one
 * would make copies of them all.
 *
 * @return string
 */
function onlookers_mark() {
	global $wpdb;
	if ( false === get_option( 'onlookers_began' ) ) {
		// phpcs:disable WordPress.DB -- Only placeholders are put in.
		$owner = (string) $wpdb->get_var(
			$wpdb->prepare(
				"SELECT meta_value FROM $wpdb->postmeta WHERE meta_key = %s AND meta_value LIKE CONCAT( %s, post_id ) ORDER BY meta_id LIMIT 1",
				ONLOOKERS_OWNER_META_KEY,
				'________-'
			)
		);
		// phpcs:enable
		if ( preg_match( '/^[a-z0-9]{8}(?=-)/', $owner, $match ) ) {
			return $match[0];
		}
	}
	return strtolower( wp_generate_password( 8, false ) );
}

/**
 * Whether a post's views were written for another post.
 *
 * @param int $post_id Post.
 * @return bool
 */
function onlookers_is_copied( $post_id ) {
	$owner = get_post_meta( $post_id, ONLOOKERS_OWNER_META_KEY, true );
	return is_string( $owner ) && '' !== $owner && onlookers_owner_prefix() . $post_id !== $owner;
}

/**
 * A post's views as WordPress knows them.
 *
 * @param int $post_id Post.
 * @return int 0 for what is another post's.
 */
function onlookers_own_views( $post_id ) {
	return onlookers_is_copied( $post_id ) ? 0 : (int) get_post_meta( $post_id, onlookers_views_meta_key(), true );
}

/**
 * SQL that is true where a post's views were written for another one.
 *
 * @param string $post_id Column of the post's number.
 * @return string
 */
function onlookers_sql_of_copies( $post_id ) {
	global $wpdb;
	// phpcs:disable WordPress.DB -- The column's name is ours.
	return $wpdb->prepare(
		"EXISTS ( SELECT 1 FROM $wpdb->postmeta owner
			WHERE owner.post_id = $post_id AND owner.meta_key = %s AND owner.meta_value <> CONCAT( %s, $post_id ) )",
		ONLOOKERS_OWNER_META_KEY,
		onlookers_owner_prefix()
	);
	// phpcs:enable
}

/**
 * Takes from a post what is another one's.
 *
 * @param int $post_id Post.
 */
function onlookers_disown( $post_id ) {
	foreach ( onlookers_own_keys() as $key ) {
		delete_post_meta( $post_id, $key );
	}
}

/**
 * The meta that belongs to one post, and to no copy of it.
 *
 * @return string[] Keys.
 */
function onlookers_own_keys() {
	return array( onlookers_views_meta_key(), ONLOOKERS_BASE_META_KEY, ONLOOKERS_OWNER_META_KEY );
}

/**
 * Sees that a post has got another one's meta. The rest of it may be on its way still, so that it is cleaned later.
 *
 * @param int    $meta_id  Of the meta.
 * @param int    $post_id  Post.
 * @param string $meta_key Key.
 */
function onlookers_see_copy( $meta_id, $post_id, $meta_key ) {
	if ( ONLOOKERS_OWNER_META_KEY === $meta_key && onlookers_is_copied( $post_id ) && ! has_action( 'shutdown', 'onlookers_clean_copies' ) ) {
		add_action( 'shutdown', 'onlookers_clean_copies' );
	}
}
add_action( 'added_post_meta', 'onlookers_see_copy', 10, 3 );
add_action( 'updated_post_meta', 'onlookers_see_copy', 10, 3 );

/** Cleans copies. Not all duplicators notify WordPress of what they write, so that each write-back looks, too. */
function onlookers_clean_copies() {
	global $wpdb;
	// phpcs:disable WordPress.DB -- Only placeholders are put in.
	$copies = $wpdb->get_col(
		$wpdb->prepare(
			"SELECT post_id FROM $wpdb->postmeta WHERE meta_key = %s AND meta_value <> CONCAT( %s, post_id ) LIMIT %d",
			ONLOOKERS_OWNER_META_KEY,
			onlookers_owner_prefix(),
			ONLOOKERS_COPIES
		)
	);
	// phpcs:enable
	array_map( 'onlookers_disown', array_map( 'intval', $copies ) );
}

/**
 * Answers duplicators that ask which meta they shall leave out: Yoast Duplicate Post and WooCommerce. WPML and Polylang read
 * wpml-config.xml.
 *
 * @param string[] $keys Meta that is left out.
 * @return string[]
 */
function onlookers_leave_out( $keys ) {
	return array_merge( is_array( $keys ) ? $keys : array(), onlookers_own_keys() );
}
add_filter( 'duplicate_post_excludelist_filter', 'onlookers_leave_out' );
add_filter( 'duplicate_post_blacklist_filter', 'onlookers_leave_out' );
add_filter( 'woocommerce_duplicate_product_exclude_meta', 'onlookers_leave_out' );

/**
 * The same for Polylang, which receives what it shall copy.
 *
 * @param string[] $keys Meta that is copied.
 * @return string[]
 */
function onlookers_do_not_copy( $keys ) {
	return is_array( $keys ) ? array_values( array_diff( $keys, onlookers_own_keys() ) ) : $keys;
}
add_filter( 'pll_copy_post_metas', 'onlookers_do_not_copy' );
