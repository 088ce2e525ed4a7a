"""Settings: what an installation chooses, read from ANTOAN_* environment variables or a .env file."""

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.texts import Language


class Provider(BaseModel):
    """An OpenID Connect provider whose accounts may open ours. `second_factor`: words of its `amr` or `acr` that stand for
    a second factor; without, we ask for ours."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = Field(min_length=1)
    issuer: str = Field(pattern=r"^https://[^?#]+$|^http://(localhost|127\.0\.0\.1)(:\d+)?(/[^?#]*)?$")
    client_id: str = Field(min_length=1)
    client_secret: SecretStr
    second_factor: tuple[str, ...] = ()


class Settings(BaseSettings):
    """Every field is one environment variable, `ANTOAN_` before its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="ANTOAN_", env_file=".env", extra="ignore", frozen=True)

    home: Path = Field(default=Path("var"), description="folder of everything that this installation writes")
    database: str = Field(default="", description="SQLAlchemy address; empty means SQLite in the home folder")
    criteria: Path = Field(
        default=Path(__file__).parent.parent / "criteria", description="folder of the criteria files"
    )
    procedures: Path = Field(
        default=Path(__file__).parent.parent / "procedures",
        description="folder of the procedure files; those in `procedures` of the home folder come besides",
    )
    calendars: Path = Field(
        default=Path(__file__).parent / "data" / "calendars",
        description="folder of the calendars of working days; those in `calendars` of the home folder come besides",
    )
    language: Language = Field(default="vi", description="language of the command line, vi or en")
    env: str = Field(
        default="development", description="production refuses the sample season and its accounts"
    )
    launcher: str = Field(default="here", pattern="^(here|workers)$", description="where flows run")
    batch: int = Field(default=20_000, ge=1, description="most pieces of work that one flow run takes")
    slice: int = Field(default=1_000, ge=1, description="most applications that one transaction moves")
    lease_seconds: int = Field(default=120, ge=1, description="how long a claimed batch may stay silent")
    channels: dict[str, SecretStr] = Field(
        default_factory=dict,
        description='Apprise URL per channel, with {address} where the address goes, e.g. {"email": "mailto://…?to={address}"}',
    )
    webhooks: bool = Field(
        default=False,
        description="tell programs of events too, at the addresses of `antoan accounts webhook`",
    )
    webhook_networks: tuple[IPv4Network | IPv6Network, ...] = Field(
        default=(),
        description='inner networks that webhooks may go to besides public addresses, such as ["10.20.0.0/16"]',
    )
    prefect_port: int = Field(
        default=4200, ge=1, le=65535, description="port of the Prefect server of `antoan up`"
    )

    sign_key: Path | None = Field(
        default=None, description="private key that signs documents, for trials only; they then say THỬ"
    )
    sign_certificate: Path | None = Field(
        default=None, description="the certificate of that key, which says THỬ itself"
    )
    signer: str = Field(
        default="",
        description="package.module:function that makes the signer of documents (portal/documents/signing.py)",
    )

    data_licence: str = Field(
        default="",
        description="licence under which the register's data may be reused, in the authority's words; empty: not known",
    )
    small_numbers: int = Field(
        default=5,
        ge=2,
        description="below how many units of a place that are not in the register its figures are withheld from everybody;"
        " the default is our own cautious choice",
    )

    portal_host: str = Field(
        default="127.0.0.1",
        description="address that the portal listens on; 0.0.0.0 for every one of this machine",
    )
    portal_port: int = Field(default=8000, ge=1, le=65535, description="port of the portal")
    portal_proxy: str = Field(
        default="",
        description="addresses of the proxies in front of the portal, whose X-Forwarded-* it believes",
    )
    public_url: str = Field(
        default="",
        pattern=r"^(https?://[^/?#\s]+)?$",
        description="address of the portal for everybody, which certificates carry in their QR code; https://antoan.example.vn",
    )
    status_days: int = Field(
        default=7,
        ge=1,
        description="after how many days at the latest a list of revoked certificates is made anew",
    )
    providers: dict[str, Provider] = Field(
        default_factory=dict,
        description='OpenID Connect providers to sign in with, e.g. {"tinh": {"title": "Cổng định danh tỉnh", "issuer": "https://…", "client_id": "…", "client_secret": "…"}}',
    )
    api_rate: int = Field(
        default=600, ge=1, description="most requests a minute that the API takes from one token"
    )

    readings_days: int = Field(
        default=730, ge=1, description="how many days it is kept who read which application"
    )

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{self.home.absolute() / 'antoan.db'}"

    @property
    def procedure_folders(self) -> tuple[Path, Path]:
        return self.procedures, self.home.absolute() / "procedures"

    @property
    def calendar_folders(self) -> tuple[Path, Path]:
        return self.calendars, self.home.absolute() / "calendars"

    @property
    def public_address(self) -> str:
        """Where anybody reaches the portal; on this machine when none is named."""
        here = "localhost" if self.portal_host in ("127.0.0.1", "0.0.0.0", "::") else self.portal_host
        return self.public_url or f"http://{here}:{self.portal_port}"

    @property
    def outbox_folder(self) -> Path:
        """Where letters land as .eml files when no channel is set."""
        return self.home.absolute() / "outbox"


@lru_cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
