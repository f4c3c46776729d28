/**
 * The Query Loop, ordered by views: a variation to insert, and a switch in every loop that has a query of its own.
 */
'use strict';

( function( wp ) {
	const { createElement: el, Fragment } = wp.element;
	const { InspectorControls } = wp.blockEditor;
	const { PanelBody, ToggleControl } = wp.components;
	const { __ } = wp.i18n;

	/** The value of `onlookersOrder` in the block's query, which PHP knows. */
	const VIEWS = 'views';

	wp.blocks.registerBlockVariation( 'core/query', {
		name: 'onlookers/most-viewed',
		title: __( 'Most viewed', 'onlookers' ),
		description: __( 'A Query Loop with the most viewed posts first.', 'onlookers' ),
		icon: 'visibility',
		scope: [ 'inserter' ],
		isActive: [ 'namespace' ],
		attributes: {
			namespace: 'onlookers/most-viewed',
			query: {
				perPage: 5,
				pages: 0,
				offset: 0,
				postType: 'post',
				order: 'desc',
				orderBy: 'date',
				author: '',
				search: '',
				exclude: [],
				sticky: 'exclude',
				inherit: false,
				onlookersOrder: VIEWS,
			},
		},
		innerBlocks: [
			[
				'core/post-template',
				{},
				[
					[ 'core/post-title', { isLink: true, level: 3 } ],
					[ 'onlookers/count', { count: 'views', look: 'eye' } ],
				],
			],
		],
	} );

	const withOrder = wp.compose.createHigherOrderComponent(
		( BlockEdit ) => ( props ) => {
			const { query } = props.attributes;
			if ( props.name !== 'core/query' || ! query || query.inherit ) {
				return el( BlockEdit, props );
			}
			const order = el( ToggleControl, {
				label: __( 'Most viewed first', 'onlookers' ),
				help: __( 'By the views as last written back; the newest first where they are equal.', 'onlookers' ),
				checked: query.onlookersOrder === VIEWS,
				onChange: ( isOn ) =>
					props.setAttributes( { query: { ...query, onlookersOrder: isOn ? VIEWS : undefined } } ),
				__nextHasNoMarginBottom: true,
			} );
			const panel = el( PanelBody, { title: __( 'Views', 'onlookers' ) }, order );
			return el( Fragment, null, el( BlockEdit, props ), el( InspectorControls, null, panel ) );
		},
		'withOnlookersOrder',
	);
	wp.hooks.addFilter( 'editor.BlockEdit', 'onlookers/order', withOrder );
}( window.wp ) );
