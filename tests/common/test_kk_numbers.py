import pytest

from common.kk_numbers import Case, kk_clock, kk_collective, kk_suffix, last_word

# number: genitive, dative, accusative, locative, ablative, instrumental, ordinal, possessive.
# Word and ending are set side by side; in speech 'қырықы' becomes 'қырығы', the written ending stays '40-ы'.
TABLE = {
    0: "нөлдің нөлге нөлді нөлде нөлден нөлмен нөлінші нөлі",
    1: "бірдің бірге бірді бірде бірден бірмен бірінші бірі",
    2: "екінің екіге екіні екіде екіден екімен екінші екісі",
    3: "үштің үшке үшті үште үштен үшпен үшінші үші",
    4: "төрттің төртке төртті төртте төрттен төртпен төртінші төрті",
    5: "бестің беске бесті бесте бестен беспен бесінші бесі",
    6: "алтының алтыға алтыны алтыда алтыдан алтымен алтыншы алтысы",
    7: "жетінің жетіге жетіні жетіде жетіден жетімен жетінші жетісі",
    8: "сегіздің сегізге сегізді сегізде сегізден сегізбен сегізінші сегізі",
    9: "тоғыздың тоғызға тоғызды тоғызда тоғыздан тоғызбен тоғызыншы тоғызы",
    10: "онның онға онды онда оннан онмен оныншы оны",
    20: "жиырманың жиырмаға жиырманы жиырмада жиырмадан жиырмамен жиырмасыншы жиырмасы",
    30: "отыздың отызға отызды отызда отыздан отызбен отызыншы отызы",
    40: "қырықтың қырыққа қырықты қырықта қырықтан қырықпен қырықыншы қырықы",
    50: "елудің елуге елуді елуде елуден елумен елуінші елуі",
    60: "алпыстың алпысқа алпысты алпыста алпыстан алпыспен алпысыншы алпысы",
    70: "жетпістің жетпіске жетпісті жетпісте жетпістен жетпіспен жетпісінші жетпісі",
    80: "сексеннің сексенге сексенді сексенде сексеннен сексенмен сексенінші сексені",
    90: "тоқсанның тоқсанға тоқсанды тоқсанда тоқсаннан тоқсанмен тоқсаныншы тоқсаны",
    100: "жүздің жүзге жүзді жүзде жүзден жүзбен жүзінші жүзі",
    1000: "мыңның мыңға мыңды мыңда мыңнан мыңмен мыңыншы мыңы",
    10**6: "миллионның миллионға миллионды миллионда миллионнан миллионмен миллионыншы миллионы",
    10**9: "миллиардтың миллиардқа миллиардты миллиардта миллиардтан миллиардпен миллиардыншы миллиарды",
}
CASES: tuple[Case, ...] = (
    "genitive",
    "dative",
    "accusative",
    "locative",
    "ablative",
    "instrumental",
    "ordinal",
)


@pytest.mark.parametrize("number", TABLE)
def test_endings_follow_the_word_that_is_read_last(number: int) -> None:
    word = last_word(number)
    read = [word + kk_suffix(number, case)[1:] for case in CASES]
    read.append(word + kk_suffix(number, "nominative", possessive=True)[1:])
    assert " ".join(read) == TABLE[number]


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (14, "төрт"),
        (142, "екі"),
        (150, "елу"),
        (500, "жүз"),
        (2026, "алты"),
        (20_000, "мың"),
        (5 * 10**6, "миллион"),
        (3 * 10**12, "триллион"),
        (-9, "тоғыз"),
    ],
)
def test_last_word_of_a_longer_number(number: int, word: str) -> None:
    assert last_word(number) == word


def test_share_is_written_as_people_read_it() -> None:
    share = f"142{kk_suffix(142, 'genitive')} 44{kk_suffix(44, 'nominative', possessive=True)}"
    unanswered = f"38{kk_suffix(38, 'dative', possessive=True)} жауап берілмеді"
    assert (share, unanswered) == ("142-нің 44-і", "38-іне жауап берілмеді")


@pytest.mark.parametrize(
    ("number", "case", "text"),
    [
        (7, "genitive", "7-сінің"),
        (9, "dative", "9-ына"),
        (6, "accusative", "6-сын"),
        (50, "locative", "50-інде"),
        (10, "ablative", "10-ынан"),
        (3, "instrumental", "3-імен"),
    ],
)
def test_possessive_is_declined(number: int, case: Case, text: str) -> None:
    assert f"{number}{kk_suffix(number, case, possessive=True)}" == text


def test_nominative_has_no_ending() -> None:
    assert kk_suffix(5, "nominative") == ""


def test_collective_exists_up_to_seven() -> None:
    texts = [f"{number}{kk_collective(number)}" for number in (1, 2, 6, 7, 8, 9, 20)]
    assert texts == ["1-еуі", "2-еуі", "6-ауы", "7-еуі", "8-і", "9-ы", "20-сы"]


@pytest.mark.parametrize(
    ("hour", "minute", "case", "text"),
    [
        (14, 0, "locative", "14:00-де"),
        (24, 0, "dative", "24:00-ге"),
        (18, 30, "dative", "18:30-ға"),
        (9, 0, "ablative", "09:00-ден"),
        (9, 15, "locative", "09:15-те"),
        (10, 40, "locative", "10:40-та"),
        (13, 45, "ablative", "13:45-тен"),
    ],
)
def test_clock_takes_the_ending_of_its_minutes(hour: int, minute: int, case: Case, text: str) -> None:
    assert kk_clock(hour, minute, case) == text
