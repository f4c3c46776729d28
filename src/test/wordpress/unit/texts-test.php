<?php
/** Wording and its plural forms. */
class Onlookers_Texts_Test extends Onlookers_Test_Case {
	public function test_english_has_two_forms() {
		$this->assertSame(
			array( 'one' => '%s view', 'other' => '%s views' ),
			onlookers_texts( 'views' )
		);
	}

	public function test_a_language_with_more_forms_gets_them() {
		$polish = static function ( $translation, $single, $plural, $number ) {
			return 1 === $number ? '%s osoba' : ( $number >= 2 && $number <= 4 ? '%s osoby' : '%s osób' );
		};
		add_filter( 'ngettext_onlookers', $polish, 10, 4 );
		$texts = onlookers_texts( 'viewers' );
		remove_filter( 'ngettext_onlookers', $polish );
		$this->assertSame( '%s osoba', $texts['one'] );
		$this->assertSame( '%s osoby', $texts['few'] );
		$this->assertSame( '%s osób', $texts['other'] );
	}

	public function test_the_owners_wording_is_for_the_owners_count_only() {
		$this->set( 'text_other', '%s readers' );
		$this->assertSame( '%s readers', onlookers_texts( 'others', onlookers_own_texts( 'others' ) )['other'] );
		$this->assertSame( '%s views', onlookers_texts( 'views', onlookers_own_texts( 'views' ) )['other'] );
	}

	public function test_one_form_stands_for_all_that_the_owner_has_left_empty() {
		$this->set( 'text_one', 'Readers: %s' );
		$texts = onlookers_texts( 'others', onlookers_own_texts( 'others' ) );
		$this->assertSame( 'Readers: %s', $texts['one'] );
		$this->assertSame( 'Readers: %s', $texts['other'] );
	}
}
