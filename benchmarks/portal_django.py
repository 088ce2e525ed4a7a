"""Portal Django: the peer's models, view and address: one dossier handed in, in one transaction of Django's ORM."""

import hashlib

import orjson
from django.db import models, transaction
from django.http import HttpResponseRedirect
from django.urls import path

from benchmarks.portal_load import COOKIE, _event


class _Row(models.Model):
    class Meta:
        abstract = True
        app_label = "bench"
        managed = False


class Account(_Row):
    login = models.TextField()
    name = models.TextField()
    active = models.IntegerField()

    class Meta(_Row.Meta):
        db_table = "account"


class Role(_Row):
    account = models.IntegerField()
    role = models.TextField()
    path = models.TextField()

    class Meta(_Row.Meta):
        db_table = "role"


class SignIn(_Row):
    hash = models.TextField(primary_key=True)
    account = models.IntegerField()
    ended_at = models.TextField(null=True)

    class Meta(_Row.Meta):
        db_table = "sign_in"


class Application(_Row):
    id = models.BigIntegerField(primary_key=True)
    state = models.TextField()
    number = models.IntegerField()
    head = models.TextField()
    updated_at = models.TextField()

    class Meta(_Row.Meta):
        db_table = "application"


class Draft(_Row):
    pk = models.CompositePrimaryKey("application", "source")
    application = models.BigIntegerField()
    source = models.TextField()
    version = models.IntegerField()
    document = models.TextField()

    class Meta(_Row.Meta):
        db_table = "draft"


class Event(_Row):
    pk = models.CompositePrimaryKey("application", "number")
    application = models.BigIntegerField()
    number = models.IntegerField()
    name = models.TextField()
    at = models.TextField()
    account = models.IntegerField(null=True)
    payload = models.TextField()
    hash = models.TextField()

    class Meta(_Row.Meta):
        db_table = "event"


class Facts(_Row):
    pk = models.CompositePrimaryKey("application", "source")
    application = models.BigIntegerField()
    source = models.TextField()
    document = models.TextField()
    recorded_by = models.IntegerField()
    recorded_at = models.TextField()

    class Meta(_Row.Meta):
        db_table = "facts"


class Work(_Row):
    pk = models.CompositePrimaryKey("flow", "application", "number")
    flow = models.TextField()
    application = models.BigIntegerField()
    number = models.IntegerField()

    class Meta(_Row.Meta):
        db_table = "work"


class Act(_Row):
    pk = models.CompositePrimaryKey("account", "key")
    account = models.IntegerField()
    key = models.TextField()
    request = models.TextField()
    answer = models.TextField()
    at = models.TextField()

    class Meta(_Row.Meta):
        db_table = "act"


def submit(request, reference):
    id = int(reference.partition("-")[2])
    key, version = request.POST["key"], int(request.POST["version"])
    hash = hashlib.sha256(request.COOKIES[COOKIE].encode()).hexdigest()
    with transaction.atomic():
        who = SignIn.objects.get(hash=hash, ended_at=None)
        account = Account.objects.get(id=who.account, active=1)
        assert list(Role.objects.filter(account=account.id))
        application = Application.objects.get(id=id)
        draft = Draft.objects.get(application=id, source="applicant")
        assert draft.version == version
        document = orjson.dumps(orjson.loads(draft.document)["facts"], option=orjson.OPT_SORT_KEYS).decode()
        application.number += 1
        at, payload, link = _event(id, application.number, application.head, account.id, document)
        application.head, application.updated_at = link, at
        application.save()
        number = application.number
        Event.objects.create(application=id, number=number, name="dossier-submitted", at=at, account=account.id,
                             payload=payload, hash=link)  # fmt: skip
        Facts.objects.update_or_create(
            application=id, source="applicant",
            defaults={"document": document, "recorded_by": account.id, "recorded_at": at},
        )  # fmt: skip
        Work.objects.create(flow="notification", application=id, number=number)
        Act.objects.create(account=account.id, key=key, request=hashlib.sha256(document.encode()).hexdigest(),
                           answer=orjson.dumps({"reference": reference, "number": number}).decode(), at=at)  # fmt: skip
    response = HttpResponseRedirect(f"/ho-so/{reference}")
    response.status_code = 303
    return response


urlpatterns = [path("dang-ky/<str:reference>/nop", submit)]
