"""Where a source's dates are meant that name no zone: where its operator says, else where its outlet is. Pure.

By the country of its host's name, for hosts under a general one by a short table, else the desk's own zone. Countries
whose names are sold to everyone (`.io`, `.tv`, `.co`) tell nothing; of large ones it is where their national press is.
"""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo

from worker.hosts import host_of

_COUNTRIES = (
    "kr=Asia/Seoul jp=Asia/Tokyo cn=Asia/Shanghai tw=Asia/Taipei hk=Asia/Hong_Kong sg=Asia/Singapore "
    "my=Asia/Kuala_Lumpur th=Asia/Bangkok vn=Asia/Ho_Chi_Minh ph=Asia/Manila id=Asia/Jakarta in=Asia/Kolkata "
    "pk=Asia/Karachi bd=Asia/Dhaka np=Asia/Kathmandu kz=Asia/Almaty ae=Asia/Dubai sa=Asia/Riyadh "
    "il=Asia/Jerusalem tr=Europe/Istanbul ua=Europe/Kyiv ru=Europe/Moscow pl=Europe/Warsaw de=Europe/Berlin "
    "at=Europe/Vienna ch=Europe/Zurich fr=Europe/Paris es=Europe/Madrid pt=Europe/Lisbon it=Europe/Rome "
    "nl=Europe/Amsterdam be=Europe/Brussels lu=Europe/Luxembourg uk=Europe/London ie=Europe/Dublin "
    "dk=Europe/Copenhagen se=Europe/Stockholm no=Europe/Oslo fi=Europe/Helsinki ee=Europe/Tallinn lv=Europe/Riga "
    "lt=Europe/Vilnius cz=Europe/Prague sk=Europe/Bratislava hu=Europe/Budapest ro=Europe/Bucharest "
    "bg=Europe/Sofia gr=Europe/Athens rs=Europe/Belgrade hr=Europe/Zagreb si=Europe/Ljubljana eg=Africa/Cairo "
    "za=Africa/Johannesburg ng=Africa/Lagos ke=Africa/Nairobi au=Australia/Sydney nz=Pacific/Auckland "
    "us=America/New_York ca=America/Toronto mx=America/Mexico_City br=America/Sao_Paulo "
    "ar=America/Argentina/Buenos_Aires cl=America/Santiago pe=America/Lima "
)
_KOREAN = (
    "chosun.com donga.com joins.com hankyung.com hankooki.com segye.com newsis.com ohmynews.com pressian.com naver.com "
    "daum.net sedaily.com etnews.com heraldcorp.com koreaherald.com koreatimes.com newscj.com sisajournal.com "
    "tongilnews.com ildaro.com ddanzi.com kmib.com imbc.com ichannela.com mbn.com asiae.com nocutnews.com "
    "inews24.com dailian.com newspim.com bloter.net fnnews.com"
)
_OF_COUNTRIES = dict(pair.split("=") for pair in _COUNTRIES.split())
_OF_OUTLETS = {
    **dict.fromkeys(_KOREAN.split(), "Asia/Seoul"),
    **dict.fromkeys(("nikkei.com", "asahi.com", "sankei.com", "jiji.com", "livedoor.com"), "Asia/Tokyo"),
    **dict.fromkeys(("xinhuanet.com", "chinanews.com", "sohu.com", "163.com", "qq.com", "caixin.com"), "Asia/Shanghai"),
    **dict.fromkeys(("udn.com", "chinatimes.com", "setn.com", "ettoday.net"), "Asia/Taipei"),
    **dict.fromkeys(("scmp.com", "hket.com", "hk01.com"), "Asia/Hong_Kong"),
    **dict.fromkeys(("bbc.com", "theguardian.com", "ft.com", "economist.com"), "Europe/London"),
    **dict.fromkeys(("elpais.com", "lavanguardia.com"), "Europe/Madrid"),
    **dict.fromkeys(
        ("nytimes.com", "washingtonpost.com", "wsj.com", "cnn.com", "apnews.com", "npr.org"), "America/New_York"
    ),
}


def meant(own: str | None, url: str, desk: ZoneInfo) -> ZoneInfo:
    """The zone of a source read at `url`: its `own` where its operator gave one, its outlet's, or the desk's."""
    return ZoneInfo(own) if own else _by_host(host_of(url)) or desk


@lru_cache(maxsize=4096)
def _by_host(host: str) -> ZoneInfo | None:
    labels = host.rstrip(".").split(".")
    if len(labels) < 2:
        return None
    key = _OF_OUTLETS.get(".".join(labels[-2:])) or _OF_COUNTRIES.get(labels[-1])
    return ZoneInfo(key) if key else None
