"""The reader's pages, as the server writes them."""

import pytest

PAGES = ["/", "/dataset/", "/organization/", "/territoire", "/accessibilite", "/mentions-legales", "/reutiliser"]
ACCOUNT_PAGES = ["/user/login", "/user/reset", "/about", "/nowhere"]


def texts(document, selector):
    return [" ".join(element.get_text().split()) for element in document.select(selector)]


@pytest.mark.parametrize("address", PAGES + ACCOUNT_PAGES)
def test_each_page_has_one_title_one_main_part_and_no_brand_of_ckan(address, page):
    document = page(address, status=404 if address == "/nowhere" else 200)
    assert len(document.select("h1")) == len(document.select("main")) == 1
    assert document.html["lang"] == "en"
    assert not document.select("meta[name=generator], .ckan-footer-logo, img[src*=ckan]")
    assert "ckan" not in document.title.get_text().lower()


@pytest.mark.parametrize("address", ["/dashboard/datasets", "/dataset/new", "/organization/new"])
def test_the_pages_of_ckan_itself_keep_working_inside_our_frame(address, portal, page):
    document = page(address, headers={"Authorization": portal.token})
    assert document.select(".s-header")
    assert document.select("link[href*=main]")


def test_our_pages_leave_out_the_scripts_and_styles_of_ckan(page):
    document = page("/organization/chateaudun-28088")
    assert all("face" in script["src"] for script in document.select("script[src]"))
    assert all("face" in sheet["href"] for sheet in document.select("link[rel=stylesheet]"))


def test_home_shows_the_newest_publications_with_who_when_and_how_valid(page):
    document = page("/")
    assert texts(document, ".s-list h3") == ["Valeurs", "Sans fichier", "Menus", "Délibérations"]
    meta = texts(document, ".s-list .s-meta")[-1]
    assert meta.startswith("Châteaudun")
    assert "With errors" in meta


def test_search_finds_words_without_their_accents(page):
    assert texts(page("/dataset/?q=deliberation"), ".s-list h3") == ["Délibérations"]


def test_search_proposes_the_commune_whose_postal_code_is_typed(page):
    assert texts(page("/dataset/?q=28200"), ".s-proposals h3") == ["Commune de Châteaudun"]


def test_search_filters_are_in_words_with_their_counts(page):
    facets = texts(page("/dataset/"), ".s-facet a")
    assert any(facet.startswith("Government and public sector 1") for facet in facets)


def test_search_filter_shows_only_its_datasets(page):
    assert texts(page("/dataset/?res_format=CSV"), ".s-list h3") == ["Délibérations"]


def test_search_without_answer_says_what_to_do(page):
    assert "See the list of public bodies" in texts(page("/dataset/?q=zzzz"), ".s-empty")[0]


@pytest.mark.parametrize("words", ['"', "a:b:c", "(", "title:["])
def test_words_that_are_no_query_give_a_sentence_and_no_fault(words, page):
    assert page(f"/dataset/?q={words}").select(".s-notice, .s-empty")


@pytest.mark.parametrize("address", ["/dataset/?q=ferme", "/", "/organization/chateaudun-28088"])
def test_a_visitor_does_not_see_what_is_not_public(address, page):
    assert "Fermé" not in page(address).get_text()


def test_a_dataset_shows_its_rows_fifty_a_page_with_columns_in_words(page):
    document = page("/dataset/deliberations?page=2")
    assert len(document.select(".s-table--data tbody tr")) == 10
    assert "rows 51 to 60 of 60" in texts(document, "caption")[0]
    assert any(header.endswith("DELIB_ID") and header != "DELIB_ID" for header in texts(document, "thead th"))
    assert "version 2.1.5 of the schema" in document.get_text()


def test_a_page_of_rows_beyond_the_last_shows_the_last(page):
    document = page("/dataset/deliberations?page=99")
    assert texts(document, ".s-pager [aria-current]") == ["Page 2"]
    assert len(document.select(".s-table--data tbody tr")) == 10


@pytest.mark.parametrize("address", ["/dataset/?page=99", "/organization/?page=99"])
def test_a_page_of_a_list_beyond_the_last_shows_the_last(address, page):
    assert page(address).select(".s-list li, .s-bodies li")


def test_a_dataset_shows_the_file_that_is_asked_for(portal, page):
    assert page(f"/dataset/deliberations/resource/{portal.table}").select("#table")
    assert not page(f"/dataset/deliberations?resource={portal.link}").select("#table")


def test_a_file_on_another_site_is_said_to_be(page):
    document = page("/dataset/menus")
    assert "on another site" in texts(document, ".s-file")[0]
    assert document.select_one(".s-file a")["href"] == "https://exemple.fr/m.pdf"


def test_a_dataset_without_file_says_so(page):
    assert "no file here yet" in texts(page("/dataset/without-file"), ".s-empty")[0]


def test_a_value_of_the_data_is_never_markup(page):
    assert texts(page("/dataset/hostile"), "tbody td") == ["<script>alert(1)</script>"]


def test_a_dataset_that_is_not_public_is_a_plain_404(page):
    assert texts(page("/dataset/closed", status=404), "h1") == ["This page does not exist"]


def test_a_commune_says_where_it_is_and_what_it_publishes(page):
    document = page("/organization/chateaudun-28088")
    assert texts(document, ".s-page-header .s-meta") == ["Grand Châteaudun 12,830 inhabitants"]
    assert "With errors" in texts(document, ".s-list .s-meta")[-1]
    assert "Download Délibérations (CSV)" in texts(document, ".s-list .s-meta")[-1]
    assert document.select('aside a[href$="/organization/chateaudun-28088/catalog.xml"]')


def test_a_page_loads_no_picture_from_another_site(page):
    assert page("/organization/chateaudun-28088").select("main img") == []


def test_a_member_sees_what_is_not_public_marked_as_such(portal, page):
    document = page("/organization/chateaudun-28088", headers={"Authorization": portal.token})
    assert any("Not public" in meta for meta in texts(document, ".s-list .s-meta"))


def test_a_commune_without_publication_invites_to_publish(page):
    assert texts(page("/organization/abondant-28001"), ".s-empty a") == ["Publish a file"]


def test_a_title_is_never_markup(page):
    assert texts(page("/organization/abondant-28001"), "h1") == ["<b>Abondant</b>"]


def test_an_epci_lists_its_communes_and_their_publications(page):
    document = page("/organization/grand-chateaudun-200070159")
    assert texts(document, ".s-bodies li") == ["<b>Abondant</b>", "Châteaudun 4 datasets"]
    assert "Délibérations" in texts(document, ".s-list h3")


@pytest.mark.parametrize("words", ["CHATEAUDUN", "châteaud", "28200", "28088"])
def test_a_public_body_is_found_by_name_postal_code_or_code(words, page):
    assert "Châteaudun" in texts(page(f"/organization/?q={words}"), ".s-bodies a")


def test_public_bodies_are_listed_by_kind(page):
    document = page("/organization/?type=epci")
    assert texts(document, ".s-bodies a") == ["Grand Châteaudun"]
    assert "Communes (2)" in texts(document, ".s-kinds a")


@pytest.mark.parametrize("words", ["%25", "_", "zzzz"])
def test_the_words_of_a_list_are_no_pattern(words, page):
    assert texts(page(f"/organization/?q={words}"), "#count") == ["0 public bodies"]


def test_figures_count_what_is_public_only(page):
    document = page("/territoire")
    assert texts(document, ".s-figures strong") == ["2", "1", "4"]
    assert texts(document, ".s-table--bars .s-table__number")[1:] == ["1"]


@pytest.mark.parametrize("typed", ["--mot", "{!x}", '"', "a:b:c", "(("])
def test_whatever_is_typed_in_the_search_box_gets_a_page(portal, typed):
    assert portal.app.get("/dataset/", query_string={"q": typed}).status_code == 200


def test_a_body_above_lists_what_lies_beneath_and_what_a_search_keeps_of_it(page):
    document = page("/organization/grand-chateaudun-200070159")
    assert texts(document, "#beneath .s-bodies a") == ["<b>Abondant</b>", "Châteaudun"]
    assert "Délibérations" in texts(document, "[aria-labelledby=newest-beneath] h3")
    assert "Fermé" not in document.get_text()
    found = page("/organization/grand-chateaudun-200070159?_name=28200")
    assert texts(found, "#beneath .s-bodies a") == ["Châteaudun"]
    assert texts(found, "#beneath-title .s-count") == ["(2)"]
    assert texts(page("/organization/grand-chateaudun-200070159?_name=zzz"), "#beneath .s-empty")
