"""Signing: PAdES signatures on finished PDFs, by whatever holds the key.

A `Signer` is the hook. `KeyFile` is the one for trials: a key and a certificate in files, and every document that it signs
says THỬ. Officials sign with a token or remotely; pyHanko has both, and a signer for them takes a dozen lines:

    class Token:                       # a PKCS#11 token, such as those of Ban Cơ yếu Chính phủ
        trial = False
        def __init__(self, session, label):                       # pyhanko.sign.pkcs11.open_pkcs11_session(...)
            self._signer = PKCS11Signer(session, cert_label=label)
        def sign(self, pdf: bytes, *, at: str, reason: str, place: str) -> bytes:
            return signed(self._signer, pdf, at=at, reason=reason, place=place)

A remote service is a subclass of `pyhanko.sign.Signer` with `async_sign_raw(data, digest_algorithm, dry_run)` that sends the
digest and gets the signature back. Nothing here draws a picture of a signature: the signature field has no appearance.
"""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib import import_module
from io import BytesIO
from pathlib import Path
from threading import local
from typing import Any, NamedTuple, Protocol

from asn1crypto import algos
from asn1crypto.keys import PublicKeyInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.metadata.model import DocumentMetadata
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from domain.cases import moment
from domain.errors import Unready
from domain.settings import settings

# Room for the signature, in bytes: enough for RSA of 4,096 bits with one certificate, and known before, so that nothing
# is signed twice to find it out.
RESERVED = 8_192
FIELD = "ChuKySo"
TRIAL = "THỬ"


class Signer(Protocol):
    """Signs a finished PDF. `trial`: its signatures bind nobody, and documents say so."""

    trial: bool

    def sign(self, pdf: bytes, *, at: str, reason: str, place: str) -> bytes:
        """The PDF with a signature over all of it. `at` is the instant that the signature names. Called by several threads."""
        ...


class _Held(signers.Signer):
    """pyHanko's own signer reads and checks the private key anew for each signature, twice; this one holds it."""

    def __init__(self, certificate: Certificate, key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> None:
        algorithm = "sha256_rsa" if isinstance(key, rsa.RSAPrivateKey) else "sha256_ecdsa"
        super().__init__(
            signing_cert=certificate,
            cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
            signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": algorithm}),
        )
        self._key = key
        self._form: _Form | None = None

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return self._raw(data)

    def _raw(self, data: bytes) -> bytes:
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        # The same signature each time, so that a file that was lost can be made again.
        return self._key.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))

    async def async_sign(self, data_digest: bytes, digest_algorithm: str, *more: Any, **named: Any) -> Any:
        """The signature's container. All that one of PAdES says besides certificate and algorithm is the document's digest and
        the signature, both of one length where the key is RSA: pyHanko puts the first one together, the others differ in these."""
        if self._form is not None:
            return self._form.filled(data_digest, self._raw)
        whole = await super().async_sign(data_digest, digest_algorithm, *more, **named)
        if (
            isinstance(self._key, rsa.RSAPrivateKey)
            and named.get("use_pades")
            and not named.get("timestamper")
        ):
            self._form = _Form.of(whole)
        return whole


class _Form(NamedTuple):
    """A signature's container with two places to fill in: the document's digest, and the signature over the attributes."""

    whole: bytes
    attributes: bytes
    digest_at: int
    digest_in_attributes: int
    signature_at: int

    @classmethod
    def of(cls, container: Any) -> "_Form":
        whole: bytes = container.dump()
        (one,) = container["content"]["signer_infos"]
        attributes = b"\x31" + one["signed_attrs"].dump()[1:]  # signed as the set that they are
        (digest,) = [
            each["values"][0].native
            for each in one["signed_attrs"]
            if each["type"].native == "message_digest"
        ]
        signature = one["signature"].native
        assert whole.count(digest) == attributes.count(digest) == whole.count(signature) == 1
        return cls(whole, attributes, whole.index(digest), attributes.index(digest), whole.index(signature))

    def filled(self, digest: bytes, sign: Callable[[bytes], bytes]) -> bytes:
        signature = sign(_put(self.attributes, self.digest_in_attributes, digest))
        return _put(_put(self.whole, self.digest_at, digest), self.signature_at, signature)


def _put(whole: bytes, at: int, part: bytes) -> bytes:
    return whole[:at] + part + whole[at + len(part) :]


class KeyFile:
    """A key and its certificate in files of this machine: for trials only."""

    trial = True

    def __init__(self, key: Path, certificate: Path) -> None:
        try:
            held = serialization.load_pem_private_key(key.read_bytes(), password=None)
            said = load_cert_from_pemder(str(certificate))  # type: ignore[no-untyped-call]
        except (OSError, ValueError, TypeError) as error:
            raise _unusable(f"{key}, {certificate}: {error}") from error
        if not isinstance(held, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            raise _unusable(f"{key}: RSA, EC")
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        public = PublicKeyInfo.load(held.public_key().public_bytes(serialization.Encoding.DER, form))
        if public.native != said.public_key.native:
            raise _unusable(f"{key} ≠ {certificate}")
        if TRIAL not in said.subject.human_friendly:
            raise Unready(
                "Chứng thư {certificate} dùng để ký thử phải ghi THỬ trong tên; chứng thư thật thì ký bằng thiết bị, không"
                " bằng tệp khóa.",
                "The certificate {certificate} is for trials and must say THỬ in its name; real ones sign with a device, not"
                " with a key in a file.",
                certificate=str(certificate),
            )
        self._certificate: bytes = said.dump()
        self._key = held
        self._own = local()

    def sign(self, pdf: bytes, *, at: str, reason: str, place: str) -> bytes:
        # A certificate's parts are read when they are first asked for, and not by two threads at once: each has its own.
        if not hasattr(self._own, "signer"):
            self._own.signer = _Held(Certificate.load(self._certificate), self._key)
        return signed(self._own.signer, pdf, at=at, reason=reason, place=place)


def signed(by: signers.Signer, pdf: bytes, *, at: str, reason: str, place: str) -> bytes:
    """PAdES B-B with SHA-256 over the whole file, as one incremental update that names no other instant than `at`."""
    about = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        location=place,
    )
    writer = _Writer(pdf, at)
    result = _PdfSigner(about, by, at).sign_pdf(writer, bytes_reserved=RESERVED)
    return bytes(result.getvalue())


class _PdfSigner(signers.PdfSigner):
    """Signs at an instant that is given, not at that of the clock."""

    def __init__(self, about: signers.PdfSignatureMetadata, by: signers.Signer, at: str) -> None:
        super().__init__(about, signer=by)
        self._at = moment(at)

    def init_signing_session(self, *arguments: Any, **named: Any) -> Any:
        session = super().init_signing_session(*arguments, **named)
        session.system_time = self._at
        return session


class _Writer(IncrementalPdfFileWriter):
    """An update whose id follows from what it updates, and whose day of change is given: the same bytes each time."""

    def __init__(self, pdf: bytes, at: str) -> None:
        super().__init__(BytesIO(pdf))
        first = self._document_id[0]
        second = generic.ByteStringObject(hashlib.sha256(pdf + at.encode()).digest()[:16])
        self._document_id = generic.ArrayObject([first, second])
        self._meta = _Meta(last_modified=moment(at))


class _Meta(DocumentMetadata):
    """What is written of the document; its last change is not put off to “now”."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name != "last_modified" or value != "now":
            super().__setattr__(name, value)


def signer() -> Signer | None:
    """What signs decisions and certificates here; None where they are handed out unsigned, for signing outside.

    Raises Unready where what the settings name cannot be used.
    """
    chosen = settings()
    if chosen.signer:
        return _hooked(chosen.signer)
    if chosen.sign_key is None or chosen.sign_certificate is None:
        if (chosen.sign_key or chosen.sign_certificate) is not None:
            raise _unusable("ANTOAN_SIGN_KEY, ANTOAN_SIGN_CERTIFICATE")
        return None
    files = (chosen.sign_key.absolute(), chosen.sign_certificate.absolute())
    try:
        changed = tuple(file.stat().st_mtime for file in files)
    except OSError as error:
        raise _unusable(str(error)) from error
    return _key_file(*files, changed)


@lru_cache(maxsize=4)
def _key_file(key: Path, certificate: Path, _changed: tuple[float, ...]) -> KeyFile:
    return KeyFile(key, certificate)


@lru_cache(maxsize=4)
def _hooked(name: str) -> Signer:
    """The signer at “package.module:name”, a function that makes one."""
    module, _, attribute = name.partition(":")
    try:
        found: Signer = getattr(import_module(module), attribute)()
    except (ImportError, AttributeError, ValueError) as error:
        raise _unusable(f"ANTOAN_SIGNER={name}: {error}") from error
    return found


def _unusable(what: str) -> Unready:
    return Unready(
        "Không dùng được khóa ký đã đặt ({what}).",
        "The signing key that is set cannot be used ({what}).",
        what=what,
    )


def trial_key(folder: Path, body: str, now: datetime) -> tuple[Path, Path]:
    """Make a key and a certificate that says THỬ, good for a year; the paths of both. Raises Unready where one is there."""
    key, certificate = folder / "thu.key.pem", folder / "thu.cert.pem"
    if key.exists() or certificate.exists():
        raise Unready(
            "Đã có {file}; không ghi đè.", "{file} is there already; it is not overwritten.", file=str(key)
        )
    folder.mkdir(parents=True, exist_ok=True)
    private = rsa.generate_private_key(65537, 2048)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, f"{TRIAL} – {body}"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{TRIAL} – không có giá trị pháp lý"),
        ]
    )
    usage = dict.fromkeys(("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False)  # fmt: skip
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.astimezone(UTC) - timedelta(days=1))
        .not_valid_after(now.astimezone(UTC) + timedelta(days=366))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
        .sign(private, hashes.SHA256())
    )
    key.touch(mode=0o600)
    key.write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return key, certificate
