"""The demo's customers: invented people with the names, languages and zones that a support team really meets."""

from dataclasses import dataclass

_ZONES = {
    "es-CO": ("America/Bogota", "+57 300 555 {:04}"),
    "es": ("Europe/Madrid", "+34 611 55 {:04}"),
    "en-US": ("America/New_York", "+1 202 555 {:04}"),
    "en-GB": ("Europe/London", "+44 7700 90 {:04}"),
    "pt-BR": ("America/Sao_Paulo", "+55 11 95550 {:04}"),
    "fr": ("Europe/Paris", "+33 6 39 98 {:04}"),
    "de": ("Europe/Berlin", "+49 1555 555 {:04}"),
    "it": ("Europe/Rome", "+39 333 555 {:04}"),
    "pl": ("Europe/Warsaw", "+48 555 55 {:04}"),
    "nl": ("Europe/Amsterdam", "+31 6 5555 {:04}"),
    "sv": ("Europe/Stockholm", "+46 70 555 {:04}"),
    "uk": ("Europe/Kyiv", "+380 50 555 {:04}"),
    "tr": ("Europe/Istanbul", "+90 530 555 {:04}"),
    "ar": ("Africa/Cairo", "+20 100 555 {:04}"),
    "hi": ("Asia/Kolkata", "+91 90000 5{:04}"),
    "ja": ("Asia/Tokyo", "+81 90 5555 {:04}"),
    "zh": ("Asia/Singapore", "+65 8555 {:04}"),
    "vi": ("Asia/Ho_Chi_Minh", "+84 90 555 {:04}"),
}

_NAMES = {
    "es-CO": ("Valentina Rojas", "Santiago Muñoz", "Daniela Cárdenas", "Felipe Ospina", "Juliana Zapata", "Nicolás Peña",
              "María José Quintero", "Óscar Iván Duque", "Paola Ibáñez", "Sebastián Londoño"),
    "es": ("Íñigo Etxeberria", "Carmen Núñez", "Álvaro Cañas", "Begoña Prieto", "Rocío Benítez", "Xavier Puig"),
    "en-US": ("Dorothy O’Neill", "Marcus Bell", "Tanisha Brooks", "Walter Kowalski", "Grace Kim", "José Ramirez",
              "Ethan Clark", "Priscilla Yang"),
    "en-GB": ("Siân Llewellyn", "Oliver Ashworth", "Niamh Gallagher", "Zadie Thompson"),
    "pt-BR": ("João Conceição", "Thaís Ribeiro", "Antônio Magalhães", "Letícia Araújo"),
    "fr": ("Amélie Lefèvre", "Benoît Garçon", "Chloé D’Hérin", "François Noël", "Maëlys Okonkwo"),
    "de": ("Jürgen Großmann", "Anneliese Böhm", "Käthe Müller", "Emre Yıldız", "Sören Weiß"),
    "it": ("Nicolò Bianchi", "Giulia De Santis", "Niccolò D’Angelo"),
    "pl": ("Łukasz Wiśniewski", "Małgorzata Żak", "Zbigniew Dąbrowski"),
    "nl": ("Zoë van den Berg", "Daan de Jong"),
    "sv": ("Åsa Lindström", "Björn Sjögren"),
    "uk": ("Олена Ковальчук", "Тарас Шевчук"),
    "tr": ("Çağla Öztürk", "İpek Şahin"),
    "ar": ("ليلى حسن", "عمر الشريف"),
    "hi": ("Ananya Sharma", "Rohan Iyer", "Meera Subramanian"),
    "ja": ("Misaki Tanaka", "Takeshi Satō"),
    "zh": ("Chen Měilíng", "Lim Wei Jie"),
    "vi": ("Nguyễn Thị Hương", "Trần Quốc Bảo"),
}  # fmt: skip

_QUESTIONS = {
    "es": ("La lámpara del salón parpadea desde ayer.", "No puedo vincular el puente con la aplicación.",
           "¿Pueden ayudarme a devolver un pedido?"),
    "en": ("The bridge loses its Wi-Fi every night.", "Two bulbs came broken, I would like new ones.",
           "My scenes disappeared after the update.", "I would like advice for a large living room."),
    "pt": ("A lâmpada da cozinha não responde mais.",),
    "fr": ("L’application ne trouve plus mes ampoules.",),
    "de": ("Die Lampen im Flur reagieren nicht mehr.",),
    "it": ("Vorrei cambiare l’indirizzo di consegna.",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Guest:
    """A customer. A few have only a phone, and a few only an e-mail."""

    name: str
    email: str | None
    phone: str | None
    language: str
    timezone: str

    @property
    def questions(self) -> tuple[str, ...]:
        """What they might write beforehand."""
        return _QUESTIONS.get(self.language[:2], _QUESTIONS["en"])


def _guests() -> tuple[Guest, ...]:
    made = []
    for language, names in _NAMES.items():
        zone, phone = _ZONES[language]
        for name in names:
            number = len(made)
            email = None if number % 11 == 7 else f"guest{number + 1:02}@mail.example"
            dial = None if number % 7 == 3 else phone.format(100 + number * 7)
            made.append(Guest(name, email, dial, language, zone))
    return tuple(made)


GUESTS = _guests()

NOTES = (
    "Asked for the same colleague as last time.",
    "Has the older bridge (v1): check the firmware before the call.",
    "Very patient, third call about this order.",
    "Prefers to be called Mrs, and by her surname.",
    "Refund was promised on Tuesday, please confirm that it arrived.",
    "Hard of hearing: speak slowly, write the steps down afterwards.",
    "Sent photos of the broken bulbs by e-mail.",
    "Moves house this month, the address will change.",
)
REASONS = (
    "Solved it myself, thank you!",
    "Something came up at work",
    "Ya no lo necesito",
    "The replacement has arrived",
    "I chose the wrong day",
)
MOVES = ("Train is late", "Es mejor por la tarde", "The doctor's appointment took longer", "")
