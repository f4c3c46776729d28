/**
 * Live counts for the block editor: a connection that watches, and hooks that React components read it with.
 *
 * The client fills elements of the page with numbers; an editor's elements belong to React, and lie in a frame of their
 * own besides. So one hidden element makes the client watch the post, and components are notified by its events.
 */
'use strict';

( function( wp, settings ) {
	const { useEffect, useState } = wp.element;

	const TIMEOUT = 8_000; // Milliseconds.
	const { client, server, post, ticket, texts } = settings;

	let counts = { state: 'connecting' };
	const listeners = new Set();

	/** @param {Object} news */
	function update( news ) {
		counts = { ...counts, ...news };
		listeners.forEach( ( listener ) => listener( counts ) );
	}

	async function connect() {
		setTimeout( () => counts.viewers === undefined && update( { state: 'lost' } ), TIMEOUT );
		const { Onlookers } = await import( client );
		const probe = document.createElement( 'span' );
		probe.hidden = true;
		Object.assign( probe.dataset, {
			onlookersPost: post,
			onlookersCount: 'viewers',
			onlookersTicket: ticket,
		} );
		document.body.append( probe );
		const onlookers = new Onlookers( { server } );
		onlookers.addEventListener( 'counts', ( { detail } ) => update( detail ) );
		onlookers.addEventListener( 'state', ( { detail } ) => update( { state: detail } ) );
		onlookers.start();
	}

	let connection;

	/**
	 * @return {{viewers?: number, views?: number, state: string}} What is known of the post that is being edited.
	 */
	function useCounts() {
		const [ known, setKnown ] = useState( counts );
		useEffect( () => {
			listeners.add( setKnown );
			if ( server && post ) {
				connection ??= connect();
			}
			setKnown( counts );
			return () => listeners.delete( setKnown );
		}, [] );
		return known;
	}

	/**
	 * @param {number} number
	 * @param {string} count  `others`, `viewers` or `views`.
	 * @param {Object} own    Wording of the block's own: `one`, `other`.
	 * @return {string} As a reader sees it.
	 */
	function inWords( number, count, own = {} ) {
		const language = document.documentElement.lang || undefined;
		const { one, other } = own;
		const forms = one || other ? { one: one || other, other: other || one } : texts[ count ];
		const text = forms[ new Intl.PluralRules( language ).select( number ) ] ?? forms.other;
		return text.replace( '%s', number.toLocaleString( language ) );
	}

	/**
	 * @param {string} state
	 * @return {string} Why there is no number.
	 */
	const excuse = ( state ) => ( state === 'lost' ? settings.away : settings.waiting );

	window.onlookersLive = { ...settings, excuse, inWords, useCounts };
}( window.wp, window.onlookersEditor ) );
