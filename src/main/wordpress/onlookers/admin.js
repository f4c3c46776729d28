/**
 * The settings' page: tests the connection from the owner's browser, as a reader's would connect, and has WordPress test its
 * own; says in plain words what is wrong. Leaves only the plural forms that the site's language has, with examples.
 */
'use strict';

( function( { __, sprintf } ) {
	const TIMEOUT = 3_000; // Milliseconds.

	const NOT_AN_ADDRESS = __( 'This is no address. It must look like https://live.example.org.', 'onlookers' );
	/* translators: %s: an address. */
	const NO_SCHEME = __( 'This address lacks its beginning. Is it %s?', 'onlookers' );
	const MIXED = __(
		'Mixed content: this site is on https, and browsers do not let it connect to a server on http. The server needs an address on https.',
		'onlookers',
	);
	const MUTE = __(
		'The server cannot be reached: within three seconds nothing answers at this address. Does a firewall swallow the requests, is the port right?',
		'onlookers',
	);
	const UNREACHABLE = __(
		'The server cannot be reached: nothing answers at this address. Is it running, is the address right, is its certificate valid?',
		'onlookers',
	);
	const NOT_ONLOOKERS = __(
		'Something answers at this address, but it is not Onlookers. Is the path right?',
		'onlookers',
	);
	const ORIGIN_REFUSED = sprintf(
		/* translators: %s: address of the site. */
		__(
			'Origin refused: the server does not let in pages of this site. Its setting “origins” must contain %s.',
			'onlookers',
		),
		window.location.origin,
	);
	const UPGRADE_DROPPED = __(
		'The server answers, but no WebSocket can be opened: a proxy in front of it drops the upgrade. It must pass on the headers Upgrade and Connection.',
		'onlookers',
	);
	const SILENT = __(
		'The WebSocket opened, but nothing came through it: a proxy in front of the server holds it back.',
		'onlookers',
	);
	const TICKET_REFUSED = __(
		'Ticket refused: the secret here is not the same as the server’s setting “ticket.secret”, or is missing.',
		'onlookers',
	);
	const SAVE_FIRST = __(
		'On a page without https this browser cannot make tickets of a secret that is not saved. Save it first, then test.',
		'onlookers',
	);
	const FULL = __( 'The server is full: it has reached its limit of connections.', 'onlookers' );
	const AWAY = __( 'Connected, but the server cannot reach its Redis, so that it counts only a part.', 'onlookers' );
	const SUCCESS = __( 'Connected: the server lets this site’s readers in, and WordPress reaches it.', 'onlookers' );
	const READERS_LET_IN = __( 'Readers’ browsers are let in.', 'onlookers' );
	const WORDPRESS_SILENT = __( 'WordPress did not say whether it reaches the server: is this page still logged in?', 'onlookers' );
	const NOT_SAVED = __( 'What was tested is not saved yet: press the button below to keep it.', 'onlookers' );
	/* translators: %s: a wording that the owner has typed. */
	const NO_NUMBER = __( 'The wording “%s” has no %%s, so that readers will see no number there. Save it all the same?', 'onlookers' );

	/** As of onlookers_test_addresses(), when it was not to be had. */
	const NOTHING_SAID = { trouble: WORDPRESS_SILENT, redirect: '', foreign: false };

	/** What the browser's side may hear and be well. */
	const WELL = Symbol( 'connected' );

	/** Codes of closes (RFC 6455, 7.4) by what they say about us. */
	const CLOSES = new Map( [
		[ 1008, TICKET_REFUSED ],
		[ 1013, FULL ],
	] );

	/** @param {string} host Of the own machine? Browsers trust it without TLS. */
	const isLoopback = ( host ) => /^(localhost|127\..*|\[::1\])$/.test( host );

	/**
	 * @param {string} secret
	 * @param {string} post
	 * @return {Promise<string>} The post's ticket.
	 */
	async function ticketOf( secret, post ) {
		const bytes = ( text ) => new TextEncoder().encode( text );
		const algorithm = { name: 'HMAC', hash: 'SHA-256' };
		const key = await crypto.subtle.importKey( 'raw', bytes( secret ), algorithm, false, [ 'sign' ] );
		const signature = new Uint8Array( await crypto.subtle.sign( 'HMAC', key, bytes( post ) ) );
		const base64 = btoa( String.fromCharCode( ...signature ) );
		return base64.replace( /\+/g, '-' ).replace( /\//g, '_' ).slice( 0, 22 );
	}

	/**
	 * Converses as a watching page does.
	 *
	 * @param {URL}    url    Of the WebSocket.
	 * @param {string} post
	 * @param {string} ticket
	 * @return {Promise<string | symbol | undefined>} What came of it; undefined when no WebSocket opened.
	 */
	function converse( url, post, ticket ) {
		return new Promise( ( resolve ) => {
			const socket = new WebSocket( url );
			let opened = false;
			const end = ( result ) => {
				clearTimeout( timer );
				socket.onclose = null;
				socket.close();
				resolve( result );
			};
			let timer = setTimeout( () => end( undefined ), TIMEOUT );
			socket.onopen = () => {
				opened = true;
				clearTimeout( timer );
				timer = setTimeout( () => end( SILENT ), TIMEOUT );
				socket.send( JSON.stringify( [ 'watching', [ post ], ticket ? { tickets: [ ticket ] } : {} ] ) );
			};
			socket.onmessage = ( { data } ) => {
				const [ event, code, message ] = JSON.parse( data );
				if ( event === 'counts' ) {
					end( WELL );
				} else if ( event === 'degraded' && code ) {
					end( AWAY );
				} else if ( event === 'error' ) {
					end( code === 'bad-ticket' ? TICKET_REFUSED : `${ code }: ${ message }` );
				}
			};
			socket.onclose = ( { code } ) => end( CLOSES.get( code ) ?? ( opened ? SILENT : undefined ) );
		} );
	}

	/**
	 * @param {string} url
	 * @param {Object} options As of fetch().
	 * @return {Promise<Response | undefined>} Undefined when it is not to be had, or not in time.
	 */
	function get( url, options = {} ) {
		const signal = AbortSignal.timeout( TIMEOUT );
		return fetch( url, { cache: 'no-store', signal, ...options } ).catch( () => undefined );
	}

	/**
	 * A browser does not report why a WebSocket did not open; what the server's pages answer shows it.
	 *
	 * @param {string} server Ends with a slash.
	 * @return {Promise<string>} What is wrong.
	 */
	async function explain( server ) {
		// The script is for the pages of any site, the counts are for those in "origins".
		const script = await get( server + 'onlookers.js' );
		if ( ! script?.ok || ! /javascript/.test( script.headers.get( 'Content-Type' ) ) ) {
			return NOT_ONLOOKERS; // a WordPress answers any path
		}
		return ( await get( server + 'api/top?limit=1' ) ) ? UPGRADE_DROPPED : ORIGIN_REFUSED;
	}

	/**
	 * @param {string} address As typed.
	 * @return {URL | undefined} Ends with a slash; undefined for what would not be saved.
	 */
	function parse( address ) {
		const http = address.trim().replace( /^ws(?=s?:)/i, 'http' ).replace( /\/*$/, '/' );
		try {
			const { username, password, search, hash, hostname, href } = new URL( http );
			const isBare = ! ( username || password || search || hash || hostname.includes( '%' ) ); // a space, where a browser lets it pass
			return isBare && /^https?:\/\//i.test( http ) ? new URL( href ) : undefined;
		} catch {
			return undefined;
		}
	}

	/** @param {string} address That is none. */
	function whatIsMissing( address ) {
		const bare = address.trim().replace( /^\/\//, '' );
		const host = /^(?!(https?|wss?)[:/])([\w.-]+)(:\d+)?(\/|$)/.exec( bare )?.[ 2 ];
		const whole = `${ isLoopback( host ) ? 'http' : 'https' }://${ bare }`;
		return host && parse( whole ) ? sprintf( NO_SCHEME, whole ) : NOT_AN_ADDRESS;
	}

	/**
	 * The browser's side.
	 *
	 * @param {string} address
	 * @param {string} post
	 * @param {string} ticket
	 * @return {Promise<string | symbol>} What is wrong, or {@link WELL}.
	 */
	async function test( address, post, ticket ) {
		const server = parse( address );
		if ( ! server ) {
			return whatIsMissing( address );
		}
		if ( window.location.protocol === 'https:' && server.protocol === 'http:' && ! isLoopback( server.hostname ) ) {
			return MIXED;
		}
		const socket = new URL( 'presence', server );
		socket.protocol = server.protocol.replace( 'http', 'ws' );
		// Both at once, so that a port that swallows everything takes no longer than one of them.
		const [ result, silence ] = await Promise.all( [ converse( socket, post, ticket ), listen( server.href ) ] );
		return result ?? silence ?? explain( server.href );
	}

	/**
	 * @param {string} server Ends with a slash.
	 * @return {Promise<string | undefined>} What is wrong when nothing answers.
	 */
	async function listen( server ) {
		const started = performance.now();
		const answer = await get( server + 'health/live', { mode: 'no-cors' } );
		const quick = performance.now() - started < TIMEOUT * 0.9 ? UNREACHABLE : MUTE;
		return answer ? undefined : quick;
	}

	/**
	 * WordPress' side.
	 *
	 * @param {string} url Where to ask it.
	 * @return {Promise<{trouble: string, redirect: string, foreign: boolean}>} As of onlookers_test_addresses().
	 */
	async function testFromWordPress( url ) {
		const body = new FormData();
		for ( const name of [ 'server', 'server_internal', 'token' ] ) {
			body.set( name, field( name )?.value ?? '' );
		}
		body.set( 'forget_token', isForgotten( 'token' ) ? '1' : '' );
		try {
			const response = await fetch( url, { method: 'POST', body, credentials: 'same-origin' } );
			return ( await response.json() ).data ?? NOTHING_SAID;
		} catch {
			return NOTHING_SAID;
		}
	}

	/** @param {string} name Setting. */
	const field = ( name ) => document.getElementById( `onlookers-${ name }` );

	/** @param {string} name Secret that saving the form drops, whatever is typed. */
	const isForgotten = ( name ) => field( `forget_${ name }` )?.checked ?? false;

	/** @param {HTMLInputElement} input */
	const isChanged = ( input ) => ( input.type === 'checkbox' ? input.checked : input.value !== ( input.dataset.saved ?? '' ) );

	/**
	 * Puts both sides together.
	 *
	 * @param {string | symbol}                                       seen           What the browser saw.
	 * @param {{trouble: string, redirect: string, foreign: boolean}} other          What WordPress saw.
	 * @param {string}                                                other.trouble
	 * @param {string}                                                other.redirect
	 * @param {boolean}                                               other.foreign
	 * @return {string[]} Sentences; the first is {@link SUCCESS} when all is well.
	 */
	function conclude( seen, { trouble, redirect, foreign } ) {
		if ( seen === WELL ) {
			return trouble ? [ trouble, READERS_LET_IN ] : [ SUCCESS ];
		}
		// Pages of others may be kept from scripts (Cross-Origin-Resource-Policy), or be slow: as if nothing answered.
		const heard = foreign && [ UNREACHABLE, MUTE ].includes( seen ) ? NOT_ONLOOKERS : seen;
		const mine = redirect && [ ORIGIN_REFUSED, UPGRADE_DROPPED, NOT_ONLOOKERS ].includes( heard ) ? redirect : heard;
		return trouble && trouble !== mine ? [ mine, trouble ] : [ mine ];
	}

	/**
	 * @param {string[]} texts A paragraph each.
	 * @param {string}   kind  `info`, `success` or `error`.
	 */
	function show( texts, kind ) {
		const notice = document.createElement( 'div' );
		notice.className = `notice notice-${ kind } inline`;
		notice.dataset.result = kind;
		for ( const text of texts ) {
			const paragraph = document.createElement( 'p' );
			paragraph.textContent = text;
			notice.append( paragraph );
		}
		document.getElementById( 'onlookers-test-result' ).replaceChildren( notice );
	}

	/**
	 * What stands in the form counts, saved or not.
	 *
	 * @param {HTMLButtonElement} button
	 */
	async function onTest( button ) {
		const { post, ask } = button.dataset;
		const secret = isForgotten( 'secret' ) ? '' : field( 'secret' )?.value.trim();
		if ( secret && ! crypto.subtle ) {
			show( [ SAVE_FIRST ], 'error' );
			return;
		}
		button.disabled = true;
		show( [ __( 'Testing…', 'onlookers' ) ], 'info' );
		try {
			const saved = isForgotten( 'secret' ) ? '' : button.dataset.ticket;
			const ticket = secret ? await ticketOf( secret, post ) : saved;
			const sides = [ test( field( 'server' ).value, post, ticket ), testFromWordPress( ask ) ];
			const [ result, ...more ] = conclude( ...( await Promise.all( sides ) ) );
			const fields = [ 'server', 'server_internal', 'secret', 'token', 'forget_secret', 'forget_token' ].map( field );
			const isSaved = ! fields.some( ( input ) => input && isChanged( input ) );
			const well = result === SUCCESS;
			show( [ result, ...more, ...( well && ! isSaved ? [ NOT_SAVED ] : [] ) ], well ? 'success' : 'error' );
		} finally {
			button.disabled = false;
		}
	}

	/**
	 * Leaves the plural forms that the language has, each with the first numbers that take it.
	 *
	 * @param {HTMLElement} texts
	 */
	function leaveForms( texts ) {
		const { language } = texts.dataset;
		const rules = new Intl.PluralRules( language );
		const forms = rules.resolvedOptions().pluralCategories;
		for ( const line of texts.querySelectorAll( '[data-category]' ) ) {
			const isUsed = line.querySelector( 'input' ).value !== '';
			line.hidden = ! isUsed && ! forms.includes( line.dataset.category );
			const numbers = [ ...Array( 121 ).keys() ].filter( ( number ) => rules.select( number ) === line.dataset.category );
			const few = numbers.slice( 0, 3 ).map( ( number ) => number.toLocaleString( language ) );
			if ( forms.length > 1 && few.length ) {
				line.querySelector( 'label' ).append( ` (${ few.join( ', ' ) }${ numbers.length > few.length ? ', …' : '' })` );
			}
		}
	}

	/**
	 * A wording without a number may be meant, and is rather forgotten.
	 *
	 * @param {Event} event The form is about to be sent.
	 */
	function onSubmit( event ) {
		for ( const { value, defaultValue } of document.querySelectorAll( '#onlookers-texts input' ) ) {
			const isNew = value.trim() !== '' && value !== defaultValue;
			// eslint-disable-next-line no-alert -- a question in the way of other forms of WordPress
			if ( isNew && ! value.includes( '%s' ) && ! window.confirm( sprintf( NO_NUMBER, value ) ) ) {
				event.preventDefault();
				return;
			}
		}
	}

	const button = document.getElementById( 'onlookers-test' );
	button.addEventListener( 'click', () => onTest( button ) );
	button.disabled = false; // a click before would have done nothing
	button.form.addEventListener( 'submit', onSubmit );
	leaveForms( document.getElementById( 'onlookers-texts' ) );
}( window.wp.i18n ) );
