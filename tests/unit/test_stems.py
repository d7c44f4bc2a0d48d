"""Stems of every language: pairs of words that must find each other, and pairs that must not."""

from __future__ import annotations

import pytest

from app.domain.folding import fold
from app.search.postings import LANGUAGE_MASK
from app.search.stems import LANGUAGES, language_number, stem_of, stems_of, stems_of_all

MEET = {
    "en": (
        "charge charged; lawyer lawyers; detention detentions; torture tortured; "
        "torturing torture; ministry ministries; sign signing; signed signs; "
        "embassy embassies; abuse abuses; release released; declare declaring; "
        "government governments; inquiry inquiries"
    ),
    "fr": (
        "libéré libérée; libérés libérer; avocat avocats; détenu détenue; "
        "détenus détenues; déclaration déclarations; déclarer déclaré; "
        "déclarèrent déclarer; dernier dernière; premières premier; "
        "torturé torturées; étranger étrangère; étrangères étrangers; "
        "ministre ministres; condamné condamnées; inquiète inquiètes"
    ),
    "de": (
        "Häuser Haus; Erklärung Erklärungen; Anwalt Anwälte; Anwälten Anwalts; "
        "Botschaft Botschaften; Gefängnis Gefängnisse; Völker Volk; "
        "Menschenrecht Menschenrechte; Müller Mueller; Unterzeichner Unterzeichnern; "
        "verhaftet verhafteten; groß große; Straße Strassen; Minister Ministers; "
        "Länder Landes; gefoltert gefolterten"
    ),
    "es": (
        "detención detenciones; abogado abogados; declarará declarar; "
        "declaró declarar; podían podía; embajada embajadas; embajador embajadores; "
        "torturado torturada; liberación liberaciones; derecho derechos; "
        "ministro ministros; detenido detenidos; exigía exigían; condenaron condenar; "
        "decisión decisiones"
    ),
    "it": (
        "dichiarazione dichiarazioni; avvocato avvocati; libertà liberta; "
        "detenuto detenuti; detenuta detenute; autorità autorita; firmato firmata; "
        "firmare firmando; ministro ministri; governo governi; arresto arresti; "
        "torturato torturati; ambasciata ambasciate; chiedono chiedere"
    ),
    "pt": (
        "declaração declarações; advogado advogados; decisão decisões; "
        "prisão prisões; detido detidos; torturado torturada; libertação libertações; "
        "ministro ministros; governo governos; embaixador embaixadores; "
        "assinado assinados; condenar condenou; direito direitos; missão missões"
    ),
    "ru": (
        "адвокат адвоката; адвокатов адвокатам; пытка пытками; "
        "чрезвычайный чрезвычайного; посольство посольства; министр министром; "
        "заявление заявления; освобождение освобождения; "
        "правительство правительством; задержанный задержанных; "
        "заключённый заключенная; права правам; ёлка елка; закон законом"
    ),
    "nl": (
        "advocaat advocaten; verklaring verklaringen; gevangene gevangenen; "
        "ambassade ambassades; mensenrecht mensenrechten; minister ministers; "
        "regering regeringen; brief brieven; land landen; vrijgelaten vrijlaten; "
        "categorie categorieën; ondertekend ondertekende; huis huizen; "
        "burgemeester burgemeesters; gemarteld gemartelde; marteling martelingen; "
        "burger burgers"
    ),
    "sv": (
        "advokat advokater; advokaten advokaterna; förklaring förklaringar; "
        "ambassad ambassaden; fånge fångar; fångarna fångens; minister ministern; "
        "regering regeringens; arbetslöst arbetslös; häktad häktade; "
        "undertecknad undertecknade; mänsklig mänskliga; rättighet rättigheter; "
        "brev breven; tortyr tortyren"
    ),
    "da": (
        "advokat advokater; advokaten advokaterne; erklæring erklæringer; "
        "ambassade ambassader; fange fanger; fangerne fangens; minister ministeren; "
        "regering regeringens; arbejdsløst arbejdsløs; anholdt anholdte; "
        "menneskeret menneskeretten; Århus Aarhus; underskrift underskrifter; "
        "brev brevet; lov loven"
    ),
    "no": (
        "advokat advokater; advokaten advokatene; erklæring erklæringer; "
        "ambassade ambassaden; fange fanger; fangene fangen; minister ministeren; "
        "regjering regjeringens; varetektsfengslet varetektsfengslede; "
        "menneskerettighet menneskerettigheter; Ålesund Aalesund; "
        "undertegnet undertegnede; brev brevet; norsk norske; lov loven"
    ),
    "fi": (
        "asianajaja asianajajat; asianajajan asianajajaa; julistus julistuksen; "
        "suurlähetystö suurlähetystössä; suurlähetystön suurlähetystöt; "
        "vankila vankilat; hallitus hallituksen; kidutus kidutuksen; "
        "ministeri ministerin; ministerit ministeriä; kylä kylässä; kylään kylästä; "
        "ihmisoikeus ihmisoikeuksien; kirje kirjeen; talo talossa"
    ),
    "ar": (
        "الأمم أمم; والأمم أمم; محامي المحامي; وزارة الوزارة; والوزارات وزارة; "
        "ولاية الولايات; المحامين محامي; والمحامين المحامي; بالقانون القانون; "
        "للقانون القانون; القانون قانون; سفارة السفارة; السفارات سفارة; حقوق الحقوق; "
        "وحقوق حقوق; الإنسان إنسان; للإنسان الإنسان; وزير الوزير; التعذيب تعذيب; "
        "والتعذيب بالتعذيب; المحاميات محامية; على علی"
    ),
}
APART = {
    "en": (
        "charge change; lawyer law; minister mine; detain detail; human hunger; "
        "sign signal; state status; general genre; party part; inquiry require; "
        "march marsh; letter lets; prison prince; court courage; rights rites; "
        "trial tribe"
    ),
    "fr": (
        "avocat avocation; libre livre; ministre minimum; déclarer déclin; "
        "différent diffuser; adhérent adhérer; main maint; droit droguer; "
        "prison prise; état été; ambassade ambassadeur; lettre litre; prison prince; "
        "droits dreyer; cour courage; procès progrès"
    ),
    "de": (
        "Haus Hass; Anwalt Anfall; Recht Rechnung; Minister Minute; Folter Folie; "
        "Land Lehne; Brief Briefing; Volk Folge; Botschaft Bote; Staat Stadt; "
        "Haft Heft; neu neun; Gericht Gerücht; Prozess Prozent; Klage Klinge; "
        "Opfer Ofen"
    ),
    "es": (
        "abogado ahogado; familia familiar; detención detener; caso cansar; "
        "justicia justo; carta cartón; ministro ministerio; ley leyenda; "
        "estado estar; mano maniobra; policía política; prisión príncipe; "
        "juicio jugar; víctima vino; preso prensa; tribunal tribu"
    ),
    "it": (
        "libertà libro; firma fermo; avvocato avviso; governo guerra; carta carcere; "
        "ministro minimo; lettera letto; pena penteare; autorità auto; arresto resto; "
        "prigione principe; corte cortina; processo progresso; vittima vita; "
        "libro livello; giudice giugno"
    ),
    "pt": (
        "advogado afogado; prisão preso; carta cartão; ministro mínimo; estado estar; "
        "governo gorjeta; direito direção; missão míssil; lei leitor; pena pentear; "
        "decisão decidir; mão maio; preso prensa; corte cortina; vítima vida; "
        "juiz junho; processo progresso; tribunal tribo"
    ),
    "ru": (
        "адвокат адрес; министр минута; право правда; посол поселок; "
        "письмо письменный; закон заказ; пытка попытка; город горе; мир мера; "
        "страна строка; свобода свод; лист листва; тюрьма турист; суд сухой; "
        "жертва жест; дело день"
    ),
    "nl": (
        "advocaat advies; land lans; minister minuut; staat stad; regering regen; "
        "burger berg; gevangene gevaar; vrij vrijdag; man mening; wet weten; "
        "gevangenis gevaar; rechter rekening; proces procent; slachtoffer slager; "
        "moord moeder"
    ),
    "sv": (
        "advokat adress; minister minut; brev bred; fånge finger; regering regel; "
        "frihet fredag; stat stad; fri fru; man mening; fängelse finger; "
        "domstol domare; process procent; offer ofta; mord moder; rättegång rättvisa; "
        "land lund"
    ),
    "da": (
        "advokat adresse; minister minut; brev bred; ret rute; lov lovprise; "
        "fange finger; regering regn; frihed fredag; stat stad; fri fru; broer bror; "
        "fængsel finger; domstol dommer; proces procent; offer ofte; mord moder; "
        "land lund"
    ),
    "no": (
        "advokat adresse; minister minutt; brev bred; rett rute; lov loft; "
        "fange finger; regjering regn; frihet fredag; land lunde; stat stad; fri fru; "
        "mann mening; fengsel finger; domstol dommer; prosess prosent; offer ofte; "
        "mord mor"
    ),
    "fi": (
        "vanki vaikka; laki lakki; maa maila; kirje kirves; hallitus halli; "
        "ministeri minuutti; oikeus oikein; vapaus vapina; kylä kyllä; rauha raha; "
        "vankila vakka; tuomari tuoli; oikeudenkäynti oikeisto; uhri uhka; "
        "murha murto"
    ),
    "ar": (
        "كتاب مكتب; ولد لد; بلد لد; قانون قنون; وزير زير; وعد عد; بيان يان; "
        "ليبيا يبيا; كلب لب; حقوق حق; علم عمل; الآن ان; وكالة كلية; والد لد; "
        "فرنسا رنسا; سجن سجل; محكمة حكيم; ضحية ضيف; قتل قتال"
    ),
}


def pairs(table: dict[str, str]) -> list[tuple[str, str, str]]:
    return [
        (language, *pair.split()) for language, row in table.items() for pair in row.split("; ")
    ]


def stem(language: str, word: str) -> str:
    return stem_of(language_number(language), fold(word))


@pytest.mark.parametrize(("language", "one", "other"), pairs(MEET))
def test_forms_of_a_word_share_a_stem(language: str, one: str, other: str) -> None:
    assert stem(language, one) == stem(language, other) != ""


@pytest.mark.parametrize(("language", "one", "other"), pairs(APART))
def test_different_words_do_not(language: str, one: str, other: str) -> None:
    assert stem(language, one) != stem(language, other)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_tried_with_a_dozen_of_both(language: str) -> None:
    assert len(MEET[language].split("; ")) >= 12
    assert len(APART[language].split("; ")) >= 12


@pytest.mark.parametrize("form", ["41", "a", "un", "谢阳", "인권", "a1b", "σοφοσ"])
def test_numbers_short_words_and_other_scripts_have_no_stem(form: str) -> None:
    assert list(stems_of(form)) == []


def test_the_script_decides_for_words_that_are_not_in_latin_letters() -> None:
    assert {stem for _, stem in stems_of("пытками")} == {stem("ru", "пытка")}
    assert stem("en", "المحامي") == stem("ar", "محامي")
    assert stem_of(0, "пытками") == ""
    assert stem("ru", "charges") == ""


@pytest.mark.parametrize(
    ("tag", "number"),
    [
        ("en-GB", 1),
        ("FR", 2),
        ("ru", 7),
        ("zh-Hans", 0),
        ("nl", 8),
        ("nb-NO", 11),
        ("nn", 11),
        ("", 1),
    ],
)
def test_languages_have_numbers_by_tag(tag: str, number: int) -> None:
    assert language_number(tag) == number


def test_a_language_fits_into_a_place() -> None:
    assert len(LANGUAGES) <= LANGUAGE_MASK


@pytest.mark.parametrize("number", range(len(LANGUAGES) + 1))
def test_many_forms_at_once_have_the_stems_that_each_has_by_itself(number: int) -> None:
    words = {word for pairs in MEET.values() for word in pairs.replace(";", " ").split()}
    forms = sorted(
        {fold(word) for word in words} | {"", "ab", "x1", "1989", "谢阳", "пыток", "معذب"}
    )
    alone = {form: stem for form in forms if (stem := stem_of(number, form))}
    assert dict(stems_of_all(number, forms)) == alone
    assert bool(alone) == (number > 0)
