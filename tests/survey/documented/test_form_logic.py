"""The examples of ODK's documentation, filled as it describes (docs.getodk.org: form logic, repeats). E1 to E13."""

from __future__ import annotations

from dataclasses import replace

from tests.survey.forms_by_table import CONTEXT
from tests.survey.scenarios.play import Play


def test_e1_bill_and_tip() -> None:
    play = Play("""
    | type | name | label | calculation |
    | decimal | bill_amount | Bill amount: | |
    | calculate | tip_18 | | round((${bill_amount} * 0.18),2) |
    | calculate | tip_18_total | | ${bill_amount} + ${tip_18} |
    | note | tip_18_note | Bill: ${bill_amount} Tip (18%): ${tip_18} Total: ${tip_18_total} | |
    """)
    play.expects(tip_18="", tip_18_total="").answer("bill_amount", 55.88).expects(tip_18="10.06", tip_18_total="65.94")
    play.reads("tip_18_note", "Bill: 55.88 Tip (18%): 10.06 Total: 65.94")


def test_e2_the_last_time_and_the_first_time_a_value_changed() -> None:
    play = Play("""
    | type | name | calculation | trigger |
    | text | name | | |
    | calculate | last | now() | ${name} |
    | calculate | first | if(${first}='', now(), ${first}) | ${name} |
    | calculate | times | coalesce(${times}, 0) + 1 | ${name} |
    """)
    moment = "2026-11-23T10:30:00.000+08:00"
    play.expects(last="", first="").answer("name", "Adam").expects(last=moment, first=moment, times="1")
    play.answer("name", "Adam").expects(times="1").answer("name", "Eve").expects(first=moment, times="2")


def test_e3_a_value_of_the_form_as_default_and_one_that_is_cleared() -> None:
    play = Play("""
    | type | name | required | calculation | trigger |
    | integer | current_age | | | |
    | integer | diagnosis_age | | ${current_age} | ${current_age} |
    | integer | asked_anew | true() | '' | ${current_age} |
    """)
    play.answer("current_age", 9).expect("diagnosis_age", "9").answer("diagnosis_age", 4).answer("asked_anew", 4)
    play.faults().answer("current_age", 9).expects(diagnosis_age="4", asked_anew="4")
    play.answer("current_age", 10).expects(diagnosis_age="10", asked_anew="").faults("E001 asked_anew")


def test_e4_a_default_looked_up_by_a_choice() -> None:
    play = Play("""
    | type | name | calculation | trigger | choice_filter |
    | select_one participants | participant | | | true() |
    | text | phone | instance('participants')/root/item[name=${participant}]/phone_number | ${participant} | |
    choices
    | list_name | name | label | phone_number |
    | participants | kwame | Kwame | +1-850-555-0168 |
    | participants | sophia | Sophia | +36 55 562 079 |
    """)
    play.answer("participant", "kwame").expect("phone", "+1-850-555-0168").answer("phone", "0").expect("phone", "0")
    play.answer("participant", "sophia").expect("phone", "+36 55 562 079").answer("participant", None).expect(
        "phone", ""
    )


def test_e5_the_species_of_the_tree_before() -> None:
    play = Play("""
    | type | name | default |
    | begin_repeat | tree | |
    | text | species | ${tree}[position() = position(current()/..) - 1]/species |
    | end_repeat | | |
    """)
    play.expect("tree[1]/species", "").answer("tree[1]/species", "oak").add("tree").expect("tree[2]/species", "oak")
    play.answer("tree[2]/species", "elm").add("tree").expect("tree[3]/species", "elm")
    play.answer("tree[1]/species", "fir").expect("tree[2]/species", "elm").expect("tree[3]/species", "elm")


def test_e6_last_saved() -> None:
    table = """
    | type | name | default | calculation | trigger | relevant |
    | text | street | ${last-saved#street} | | | |
    | text | about | | concat('of ', ${street}) | ${street} | |
    | text | why | | | | ${street} != ${last-saved#street} |
    """
    play = Play(table, context=replace(CONTEXT, last_saved={"street": "Elm"}))
    play.expects(street="Elm", about="of Elm").hidden("why").answer("street", "Oak").expect("about", "of Oak")
    play.relevant("why")
    Play(table).expects(street="", about="").hidden("why")


def test_e7_pets_of_children() -> None:
    play = Play("""
    | type | name | label | calculation |
    | begin_repeat | people | Person | |
    | integer | age | Age | |
    | integer | pet_count | How many pets does this person have? | |
    | end_repeat | | | |
    | integer | total_pets | Total | sum(${people}[age < 18]/pet_count) |
    | note | total_note | Total pets owned by children: ${total_pets} | |
    """)
    play.add("people").answer("people[1]/age", 10).answer("people[1]/pet_count", 2).answer("people[2]/pet_count", 5)
    play.expect("total_pets", "2").answer("people[2]/age", 17).reads("total_note", "Total pets owned by children: 7")
    play.remove("people[1]").expect("total_pets", "5")


def test_e8_guests_over_the_number_are_hidden_and_kept() -> None:
    play = Play("""
    | type | name | constraint | repeat_count | relevant |
    | integer | number_in_party | . <= 8 | | |
    | begin_repeat | guest | | ${number_in_party} | |
    | begin_group | details | | | position(..) <= ${number_in_party} |
    | text | guest_name | | | |
    | end_group | | | | |
    | end_repeat | | | | |
    """)
    play.answer("number_in_party", 3).answer("guest[3]/details/guest_name", "Cho").answer("number_in_party", 1)
    play.relevant("guest[1]/details").hidden("guest[3]/details").answer("number_in_party", 3)
    play.relevant("guest[3]/details").expect("guest[3]/details/guest_name", "Cho")


def test_e9_plants_as_long_as_there_are_more() -> None:
    play = Play("""
    | type | name | calculation | repeat_count |
    | calculate | count | count(${plant}) | |
    | begin_repeat | plant | | if(${count} = 0 or ${plant}[position()=${count}]/more = 'yes', ${count} + 1, ${count}) |
    | text | species | | |
    | select_one yes_no | more | | |
    | end_repeat | | | |
    choices
    | list_name | name | label |
    | yes_no | yes | Yes |
    | yes_no | no | No |
    """)
    play.expect("count", "1").answer("plant[1]/more", "yes").expect("count", "2").answer("plant[2]/more", "no")
    play.expect("count", "2").answer("plant[2]/more", "yes").expect("count", "3")


def test_e10_a_second_repeat_asks_about_the_first() -> None:
    play = Play("""
    | type | name | label | calculation | repeat_count |
    | begin_repeat | roster | Person | | |
    | text | name | Name | | |
    | end_repeat | | | | |
    | calculate | people | | count(${roster}) | |
    | begin_repeat | detail | Detail | | ${people} |
    | calculate | who | | indexed-repeat(${name}, ${roster}, position(..)) | |
    | integer | age | How old is ${who}? | | |
    | end_repeat | | | | |
    """)
    play.answer("roster[1]/name", "Ann").add("roster").answer("roster[2]/name", "Bob").reads(
        "detail[2]/age", "How old is Bob?"
    )
    play.answer("roster[1]/name", "Anna").reads("detail[1]/age", "How old is Anna?")
    play.remove("roster[1]").expect("detail[1]/who", "Bob").expect("detail[2]/who", "")


def test_e11_the_tallest_person() -> None:
    play = Play("""
    | type | name | required | choice_filter |
    | begin_repeat | person | | |
    | text | person_name | true() | |
    | integer | person_age | true() | |
    | end_repeat | | | |
    | select_one ${person_name} | tallest | | |
    | select_one ${person_name} | tallest_child | | ${person_age} < 18 |
    """)
    play.add("person", 2).answer("person[1]/person_name", "Ann").answer("person[2]/person_name", "Bob")
    play.answer("person[1]/person_age", 40).answer("person[2]/person_age", 8).offers("tallest", "Ann Bob")
    play.offers("tallest_child", "Bob").answer("tallest_child", "Bob").answer("tallest", "Bob")
    play.answer("person[2]/person_age", 19).expects(tallest_child="", tallest="Bob").remove("person[2]")
    play.offers("tallest", "Ann").expect("tallest", "")


def test_e12_notes_as_soft_and_as_hard_constraints() -> None:
    play = Play("""
    | type | name | relevant | required |
    | integer | age | | |
    | note | unlikely | ${age} > 110 | |
    | note | impossible | ${age} > 150 | true() |
    """)
    play.answer("age", 111).sees("age unlikely").faults().answer("age", 151).sees("age unlikely impossible")
    play.faults("E001 impossible").answer("age", 30).sees("age").faults()


def test_e13_three_to_five_pictures() -> None:
    play = Play("""
    | type | name | required | relevant |
    | image | image_1 | yes | |
    | image | image_2 | yes | |
    | image | image_3 | yes | |
    | image | image_4 | | ${image_3} |
    | image | image_5 | | ${image_4} |
    """)
    play.sees("image_1 image_2 image_3").answers(image_1="1.jpg", image_2="2.jpg").faults("E001 image_3")
    play.answer("image_3", "3.jpg").faults().sees("image_1 image_2 image_3 image_4").answer("image_4", "4.jpg")
    play.relevant("image_5").answer("image_3", None).hidden("image_4").hidden("image_5").faults("E001 image_3")
