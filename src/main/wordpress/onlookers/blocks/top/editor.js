/**
 * The block "Most read right now" in the editor: its settings, and the ranking as it is.
 */
'use strict';

( function( wp, live ) {
	const { createElement: el, Fragment, useEffect, useState } = wp.element;
	const { InspectorControls, useBlockProps } = wp.blockEditor;
	const { PanelBody, RangeControl } = wp.components;
	const { __ } = wp.i18n;

	/** What is shown while nobody reads, or the server does not answer. */
	const SAMPLES = [ 12, 7, 3, 2, 1 ].map( ( viewers ) => ( {
		title: __( 'A post', 'onlookers' ),
		viewers,
	} ) );

	/**
	 * @param {number} limit
	 * @return {Object[]} The ranking, read once.
	 */
	function useTop( limit ) {
		const [ entries, setEntries ] = useState( SAMPLES );
		useEffect( () => {
			let wanted = true;
			const known = new Map( Object.entries( live.known ) );
			const read = () => import( live.top ).then( ( { readTop } ) => readTop( { ...live, limit, known } ) );
			( live.server ? read() : Promise.resolve( [] ) )
				.then( ( top ) => wanted && top.length && setEntries( top ) )
				.catch( () => {} );
			return () => {
				wanted = false;
			};
		}, [ limit ] );
		return entries.slice( 0, limit );
	}

	function Settings( { attributes, setAttributes } ) {
		return el(
			PanelBody,
			{ title: __( 'List', 'onlookers' ) },
			el( RangeControl, {
				__nextHasNoMarginBottom: true,
				__next40pxDefaultSize: true,
				label: __( 'Number of posts', 'onlookers' ),
				min: 1,
				max: 20,
				value: attributes.limit,
				onChange: ( limit ) => setAttributes( { limit } ),
			} ),
		);
	}

	function Edit( props ) {
		const entries = useTop( props.attributes.limit );
		const items = entries.map( ( { title, viewers }, i ) =>
			el(
				'li',
				{ key: i },
				el( 'a', null, title ),
				' ',
				el( 'span', { className: 'onlookers-top-count' }, live.inWords( viewers, 'top' ) ),
			),
		);
		return el(
			Fragment,
			null,
			el( InspectorControls, null, el( Settings, props ) ),
			el( 'div', useBlockProps(), live.server ? el( 'ol', { className: 'onlookers-top' }, items ) : live.unset ),
		);
	}

	wp.blocks.registerBlockType( 'onlookers/top', { edit: Edit } );
}( window.wp, window.onlookersLive ) );
