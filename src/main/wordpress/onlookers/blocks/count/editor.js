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

	const LOOKS = [
		{ value: '', label: __( 'As in the settings', 'onlookers' ) },
		{ value: 'plain', label: __( 'Plain text', 'onlookers' ) },
		{ value: 'pill', label: __( 'A pill with a live dot', 'onlookers' ) },
		{ value: 'eye', label: __( 'An eye and the number', 'onlookers' ) },
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
			el( SelectControl, {
				...control,
				label: __( 'Style', 'onlookers' ),
				value: attributes.look,
				options: LOOKS,
				onChange: ( look ) => setAttributes( { look } ),
			} ),
			el( TextControl, {
				...control,
				label: __( 'Wording for one', 'onlookers' ),
				/* translators: %s: these two characters themselves. */
				help: __( 'With the characters %s for the number; empty: as in the settings.', 'onlookers' ),
				value: attributes.one,
				onChange: ( one ) => setAttributes( { one } ),
			} ),
			el( TextControl, {
				...control,
				label: __( 'Wording for other numbers', 'onlookers' ),
				value: attributes.other,
				onChange: ( other ) => setAttributes( { other } ),
			} ),
			el( TextControl, {
				...control,
				type: 'number',
				min: 0,
				label: __( 'Threshold', 'onlookers' ),
				help: __( 'Below it nothing is shown; empty: as in the settings.', 'onlookers' ),
				value: attributes.threshold,
				onChange: ( threshold ) => setAttributes( { threshold } ),
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
		const value = counts[ count === 'views' ? 'views' : 'viewers' ];
		const isThisPost = ( attributes.post || context.postId ) === live.id;
		const number = isThisPost && value ? value : SAMPLE;
		const look = attributes.look || live.style;
		const own = look === 'eye' && ! attributes.one && ! attributes.other ? { other: '%s' } : attributes;
		const text = el( 'span', { className: 'onlookers', 'data-onlookers-state': 'live' }, live.inWords( number, count, own ) );
		const styled = look === 'plain' ? text : el( 'span', { className: `onlookers-${ look }` }, text );
		return el(
			Fragment,
			null,
			el( InspectorControls, null, el( Settings, props ) ),
			el( 'p', useBlockProps( { className: 'onlookers-line' } ), live.server ? styled : live.unset ),
		);
	}

	wp.blocks.registerBlockType( 'onlookers/count', { edit: Edit } );
}( window.wp, window.onlookersLive ) );
