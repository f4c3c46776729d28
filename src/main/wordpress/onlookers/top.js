/**
 * Fills the lists "Most read" from the ranking of the Onlookers server.
 *
 * A list is an `<ol class="onlookers-top">`; what it needs stands in its `data-onlookers-…`: `prefix` of this site's posts,
 * `limit`, `days`, `counts`, `line`, `known`, `texts`, `empty`, `away`; and in those of the script's tag: `server`, and `search` (WordPress' REST API, for
 * titles that are not in `known`).
 *
 * @typedef {{title: string, link: string, number: number, post: string}} Entry
 * @typedef {{server: string, prefix: string, search: string, limit: number, days: number, known: Map<string, [string, string]>}} Source
 */

// Milliseconds.
const PERIOD = 15_000;
const PERIOD_OF_DAYS = 60_000;
const SOON = 2_000; // By then the reader of this very page is counted, too.

/** More than is shown: posts of other sites, or that are not public, stand in the ranking too. */
const ASKED = 100;

/**
 * @param {string} url
 * @return {Promise<any>} The answer's JSON.
 */
async function get( url ) {
	const response = await fetch( url );
	if ( ! response.ok ) {
		throw new Error( `${ url } answered ${ response.status }` );
	}
	return response.json();
}

/** Pages may take HTML by a policy only (Trusted Types). Ours is parsed for its text, and goes into no page. */
let policy;

/** @param {string} html Text with entities, as the REST API sends titles. */
function plain( html ) {
	policy ??= window.trustedTypes?.createPolicy( 'onlookers', { createHTML: ( text ) => text } );
	const parsed = new window.DOMParser().parseFromString( policy?.createHTML( html ) ?? html, 'text/html' );
	return parsed.body.textContent ?? '';
}

/**
 * Looks up titles and links that are not known yet, each once: what is not found is not public, and an API that is
 * switched off stays so.
 *
 * @param {Source}   source
 * @param {string[]} ids
 */
async function learn( { search, known: posts }, ids ) {
	const unknown = ids.filter( ( id ) => ! posts.has( id ) );
	if ( ! unknown.length ) {
		return;
	}
	const url = new URL( search );
	url.searchParams.set( 'include', String( unknown ) );
	url.searchParams.set( 'per_page', String( unknown.length ) );
	url.searchParams.set( '_fields', 'id,title,url' );
	unknown.forEach( ( id ) => posts.set( id, [ '', '' ] ) );
	for ( const post of await get( url.href ) ) {
		posts.set( String( post.id ), [ plain( post.title ), post.url ] );
	}
}

/**
 * @param {Source} source
 * @return {Promise<Entry[]>} The posts that are read most, now or in so many days, most first.
 */
export async function readTop( source ) {
	const { server, prefix, limit, days, known: posts } = source;
	const which = ( days ? `&days=${ days }` : '' ) + ( prefix ? `&starts=${ encodeURIComponent( prefix ) }` : '' );
	const ranking = await get( `${ server }/api/top?limit=${ ASKED }${ which }` );
	const ours = ranking
		.filter( ( { post } ) => post.startsWith( prefix ) )
		.map( ( { post, viewers, views } ) => ( { post, id: post.slice( prefix.length ), number: viewers ?? views } ) )
		.filter( ( { id } ) => /^[1-9]\d*$/.test( id ) );
	const candidates = ours.slice( 0, 2 * limit ).map( ( { id } ) => id );
	await learn( source, candidates ).catch( () => {} );
	return ours
		.filter( ( { id } ) => posts.get( id )?.[ 1 ] )
		.slice( 0, limit )
		.map( ( { id, post, number } ) => {
			const [ title, link ] = posts.get( id ) ?? [ '', '' ];
			return { title, link, number, post };
		} );
}

/**
 * @param {number}                 number
 * @param {Record<string, string>} texts  By plural category, with `%s` for the number.
 */
export function inWords( number, texts ) {
	const language = document.documentElement.lang || undefined;
	const text = texts[ new Intl.PluralRules( language ).select( number ) ] ?? texts.other;
	return text.replace( '%s', number.toLocaleString( language ) );
}

/** What draws; loaded when there is something to draw. Its version is ours. */
const drawing = () => import( new URL( `history.js${ new URL( import.meta.url ).search }`, import.meta.url ).href );

/** The last days of posts, each asked for once a page. */
const lines = new Map();

/**
 * @param {HTMLElement} element
 * @param {string}      server
 * @param {string}      post
 */
async function addLine( element, server, post ) {
	const { readHistory, line } = await drawing();
	if ( ! lines.has( post ) ) {
		lines.set( post, readHistory( server, post ) );
	}
	element.append( ' ', line( await lines.get( post ) ) );
}

/**
 * @param {Entry}                  entry
 * @param {Record<string, string>} texts
 * @param {boolean}                counts
 */
function item( { title, link, number }, texts, counts ) {
	const anchor = document.createElement( 'a' );
	anchor.href = /^https?:/i.test( link ) ? link : '';
	anchor.textContent = title || link;
	const element = document.createElement( 'li' );
	element.append( anchor );
	if ( ! counts ) {
		return element;
	}
	const count = document.createElement( 'span' );
	count.className = 'onlookers-top-count';
	count.textContent = inWords( number, texts );
	element.append( ' ', count );
	return element;
}

/** @param {string} text */
function note( text ) {
	const element = document.createElement( 'li' );
	element.className = 'onlookers-top-empty';
	element.style.listStyle = 'none';
	element.textContent = text;
	return element;
}

/**
 * Whom to ask is said by our own script tag, because whoever may write a post may write a list, too.
 *
 * @param {DOMStringMap} data
 */
function sourceOf( data ) {
	const ours = document.querySelector( 'script#onlookers-top' )?.dataset ?? {};
	return {
		server: ours.onlookersServer ?? '',
		prefix: data.onlookersPrefix ?? '',
		search: ours.onlookersSearch ?? '',
		limit: Number( data.onlookersLimit ),
		days: Number( data.onlookersDays ?? 0 ),
		known: new Map( Object.entries( JSON.parse( data.onlookersKnown ?? '{}' ) ) ),
	};
}

/**
 * Keeps one list up to date. A list that a reader is in with the keyboard is left as it is; a ranking that cannot be
 * had leaves the last one, dimmed. An answer that is overtaken by a newer one is not shown.
 *
 * @param {HTMLElement} list
 */
function follow( list ) {
	const from = sourceOf( list.dataset );
	const { onlookersTexts, onlookersCounts, onlookersLine } = list.dataset;
	const texts = JSON.parse( onlookersTexts ?? '{}' );
	const isReaderIn = () => list.contains( list.ownerDocument.activeElement );
	const itemsOf = ( entries ) => {
		const items = entries.map( ( entry ) => item( entry, texts, onlookersCounts !== '0' ) );
		if ( onlookersLine === '1' ) {
			entries.forEach( ( { post }, i ) => addLine( items[ i ], from.server, post ).catch( () => {} ) );
		}
		return items.length ? items : [ note( list.dataset.onlookersEmpty ?? '' ) ];
	};
	let asked = 0;
	let shown = 0;
	const show = async () => {
		if ( document.hidden || isReaderIn() ) {
			return;
		}
		const turn = ++asked;
		const items = await readTop( from ).then( itemsOf ).catch( () => undefined );
		if ( turn < shown || isReaderIn() ) {
			return;
		}
		shown = turn;
		list.dataset.onlookersState = items ? 'live' : 'lost';
		if ( items ) {
			list.replaceChildren( ...items );
		} else if ( ! list.querySelector( 'a' ) ) {
			list.replaceChildren( note( list.dataset.onlookersAway ?? '' ) );
		}
		list.removeAttribute( 'aria-busy' );
	};
	const period = from.days ? PERIOD_OF_DAYS : PERIOD;
	const showIn = ( pause ) =>
		setTimeout( () => show().finally( () => showIn( period ) ), pause * ( 0.5 + Math.random() ) );
	document.addEventListener( 'visibilitychange', show );
	show().finally( () => showIn( SOON ) );
}

document.querySelectorAll( 'ol.onlookers-top' ).forEach( follow );

for ( const figure of document.querySelectorAll( 'figure.onlookers-history' ) ) {
	drawing().then( ( { chart } ) => chart( figure, sourceOf( {} ).server, inWords ) );
}
