<?php
/**
 * Sums: the views of several posts that are one to their readers, such as the translations of a text.
 *
 * @package onlookers
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

/**
 * The posts whose views are shown as those of one.
 *
 * @param int $post_id Post.
 * @return int[] That post first.
 */
function onlookers_summed_posts( $post_id ) {
	/**
	 * Filters the posts whose views are summed where a post's views are shown. `onlookers_translations` knows those of Polylang
	 * and WPML: `add_filter( 'onlookers_post_ids', 'onlookers_translations', 10, 2 );`
	 *
	 * @param int[] $ids     Posts; the post alone unless filtered.
	 * @param int   $post_id Post.
	 */
	$ids = (array) apply_filters( 'onlookers_post_ids', array( $post_id ), $post_id );
	$ids = array_map( 'absint', array_filter( $ids, 'is_scalar' ) );
	return array_values( array_unique( array_filter( array_merge( array( (int) $post_id ), $ids ) ) ) );
}

/**
 * Views of a post and of those that are summed with it, as last written back.
 *
 * @param int $post_id Post.
 * @return int
 */
function onlookers_summed_views( $post_id ) {
	return array_sum( array_map( 'onlookers_own_views', onlookers_summed_posts( $post_id ) ) );
}

/**
 * A post and its translations. For the filter `onlookers_post_ids`.
 *
 * @param int[] $ids     Posts.
 * @param int   $post_id Post.
 * @return int[]
 */
function onlookers_translations( $ids, $post_id ) {
	if ( function_exists( 'pll_get_post_translations' ) ) { // Polylang.
		return array_merge( $ids, array_values( (array) pll_get_post_translations( $post_id ) ) );
	}
	$type = apply_filters( 'wpml_element_type', get_post_type( $post_id ) ); // WPML; these are its names.
	$trid = apply_filters( 'wpml_element_trid', null, $post_id, $type );
	$all  = $trid ? apply_filters( 'wpml_get_element_translations', array(), $trid, $type ) : array();
	return array_merge( $ids, wp_list_pluck( is_array( $all ) ? $all : array(), 'element_id' ) );
}
