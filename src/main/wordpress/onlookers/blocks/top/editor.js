/**
 * The block "Most read" in the editor: its settings, and the ranking as it is.
 */
'use strict';

( function( wp, live ) {
	const { createElement: el, Fragment, useEffect, useState } = wp.element;
	const { InspectorControls, useBlockProps } = wp.blockEditor;
	const { PanelBody, RangeControl, SelectControl, TextControl, ToggleControl } = wp.components;
	const { __ } = wp.i18n;

	/** What is shown while nobody reads, or the server does not answer. */
	const SAMPLES = [ 12, 7, 3, 2, 1 ].map( ( number ) => ( {
		title: __( 'A post', 'onlookers' ),
		number,
	} ) );

	/**
	 * @param {number} limit
	 * @param {number} days  0 for who is reading now.
	 * @return {Object[]} The ranking, read once.
	 */
	function useTop( limit, days ) {
		const [ entries, setEntries ] = useState( SAMPLES );
		useEffect( () => {
			let wanted = true;
			const known = new Map( Object.entries( live.known ) );
			const read = () => import( live.top ).then( ( { readTop } ) => readTop( { ...live, limit, days, known } ) );
			( live.server ? read() : Promise.resolve( [] ) )
				.then( ( top ) => wanted && top.length && setEntries( top ) )
				.catch( () => {} );
			return () => {
				wanted = false;
			};
		}, [ limit, days ] );
		return entries.slice( 0, limit );
	}

	const PERIODS = [
		{ value: 0, label: __( 'Right now', 'onlookers' ) },
		{ value: 1, label: __( 'Today', 'onlookers' ) },
		{ value: 7, label: __( 'The last 7 days', 'onlookers' ) },
		{ value: 30, label: __( 'The last 30 days', 'onlookers' ) },
	];

	const control = { __nextHasNoMarginBottom: true, __next40pxDefaultSize: true };

	function Settings( { attributes, setAttributes } ) {
		const toggle = ( name, label ) => el( ToggleControl, {
			__nextHasNoMarginBottom: true,
			label,
			checked: attributes[ name ],
			onChange: ( value ) => setAttributes( { [ name ]: value } ),
		} );
		return el(
			PanelBody,
			{ title: __( 'List', 'onlookers' ) },
			el( TextControl, {
				...control,
				label: __( 'Heading', 'onlookers' ),
				value: attributes.title,
				onChange: ( title ) => setAttributes( { title } ),
			} ),
			el( SelectControl, {
				...control,
				label: __( 'Compared over', 'onlookers' ),
				value: attributes.days,
				options: PERIODS,
				onChange: ( days ) => setAttributes( { days: Number( days ) } ),
			} ),
			toggle( 'counts', __( 'Show the numbers', 'onlookers' ) ),
			toggle( 'line', __( 'Show a line of the last 30 days', 'onlookers' ) ),
			el( RangeControl, {
				...control,
				label: __( 'Number of posts', 'onlookers' ),
				min: 1,
				max: 20,
				value: attributes.limit,
				onChange: ( limit ) => setAttributes( { limit } ),
			} ),
		);
	}

	function Edit( props ) {
		const { limit, days, title: heading, counts } = props.attributes;
		const entries = useTop( limit, days );
		const items = entries.map( ( { title, number }, i ) =>
			el(
				'li',
				{ key: i },
				el( 'a', null, title ),
				' ',
				counts && el( 'span', { className: 'onlookers-top-count' }, live.inWords( number, days ? 'days' : 'top' ) ),
			),
		);
		return el(
			Fragment,
			null,
			el( InspectorControls, null, el( Settings, props ) ),
			el(
				'div',
				useBlockProps(),
				heading && el( 'h2', { className: 'onlookers-top-title' }, heading ),
				live.server ? el( 'ol', { className: 'onlookers-top' }, items ) : live.unset,
			),
		);
	}

	wp.blocks.registerBlockType( 'onlookers/top', { edit: Edit } );
}( window.wp, window.onlookersLive ) );
