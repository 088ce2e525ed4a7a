"""Routes: every group of pages, in the order in which an address is looked up."""

from fastapi import APIRouter

from portal import (
    application,
    attachments,
    badges,
    certificates,
    council,
    criterion,
    decisions,
    dossiers,
    figures,
    home,
    inspection,
    lists,
    offline,
    open_data,
    operation,
    public,
    recognition,
    recognition_batch,
    register,
    registration,
    scoring,
    syncing,
    verifying,
)
from portal.accounts import (
    account,
    inviting,
    links,
    passkeys,
    second_factor,
    second_step,
    security,
    signing_in,
    trying,
)
from portal.api import pages as api_pages
from portal.documents import pages as documents


def routers() -> list[APIRouter]:
    return [
        home.router,
        lists.router,
        figures.router,
        # Its fixed addresses come before a unit's, which may be any word.
        open_data.router,
        badges.router,
        register.router,
        public.router,
        attachments.router,
        application.router,
        registration.router,
        dossiers.router,
        offline.router,
        syncing.router,
        certificates.router,
        documents.router,
        verifying.router,
        inspection.router,
        decisions.router,
        recognition_batch.router,
        recognition.router,
        council.router,
        scoring.router,
        operation.router,
        criterion.router,
        signing_in.router,
        trying.router,
        second_step.router,
        second_factor.router,
        account.router,
        links.router,
        passkeys.router,
        inviting.router,
        security.router,
        api_pages.router,
    ]
