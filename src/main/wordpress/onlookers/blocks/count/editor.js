/**
 * The block "Onlookers" in the editor: its settings, and how readers will see it.
 */
'use strict';

( function( wp, live ) {
	const { createElement: el, Fragment } = wp.element;
	const { InspectorControls, useBlockProps } = wp.blockEditor;
	const { PanelBody, SelectControl, TextControl } = wp.components;
	const { __ } = wp.i18n;

	/** Shown where the true number is not at hand. */
	const SAMPLE = 3;

	const COUNTS = [
		{ value: '', label: __( 'As in the settings', 'onlookers' ) },
		{ value: 'others', label: __( 'Other people reading now', 'onlookers' ) },
		{ value: 'viewers', label: __( 'People reading now', 'onlookers' ) },
		{ value: 'views', label: __( 'Views ever', 'onlookers' ) },
	];

	const control = { __nextHasNoMarginBottom: true, __next40pxDefaultSize: true };

	function Settings( { attributes, setAttributes } ) {
		return el(
			PanelBody,
			{ title: __( 'Count', 'onlookers' ) },
			el( SelectControl, {
				...control,
				label: __( 'What is counted', 'onlookers' ),
				value: attributes.count,
				options: COUNTS,
				onChange: ( count ) => setAttributes( { count } ),
			} ),
			el( TextControl, {
				...control,
				type: 'number',
				min: 0,
				label: __( 'Number of the post', 'onlookers' ),
				help: __( 'Empty means the post in which the block stands.', 'onlookers' ),
				value: attributes.post || '',
				onChange: ( post ) => setAttributes( { post: Math.max( 0, parseInt( post, 10 ) || 0 ) } ),
			} ),
		);
	}

	// A reader who came now would find as many others as there are viewers.
	function Edit( props ) {
		const { attributes, context } = props;
		const count = attributes.count || live.count;
		const counts = live.useCounts();
		const told = counts[ count === 'views' ? 'views' : 'viewers' ];
		const isThisPost = ( attributes.post || context.postId ) === live.id;
		const number = isThisPost && told ? told : SAMPLE;
		return el(
			Fragment,
			null,
			el( InspectorControls, null, el( Settings, props ) ),
			el( 'p', useBlockProps( { className: 'onlookers-line' } ), live.server ? live.inWords( number, count ) : live.unset ),
		);
	}

	wp.blocks.registerBlockType( 'onlookers/count', { edit: Edit } );
}( window.wp, window.onlookersLive ) );
