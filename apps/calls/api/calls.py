"""Calls that are, and calls that were."""

from functools import partial

import msgspec
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import caller
from apps.calls import frames, selectors
from apps.calls.access import access_call, visible_calls
from apps.core.api import Page, answer, documented
from apps.core.limits import count
from apps.core.pagination import PageQuery, paginate


class LiveCalls(msgspec.Struct, frozen=True, kw_only=True):
    """The calls of `welcome`, as they are now."""

    results: list[frames.Call]


class LiveCallsView(APIView):
    @documented(answers={200: LiveCalls})
    def get(self, request: Request) -> Response:
        """Return the live calls that concern one."""
        user, session = caller(request)
        count("read", str(user.id))
        return answer(LiveCalls(results=selectors.live_calls(user.id, session.id)))


class CallsView(APIView):
    @documented(query=PageQuery, answers={200: Page[frames.PastCall]}, errors=(403,))
    def get(self, request: Request, ref: str) -> Response:
        """List the calls of a conversation, the newest first."""
        user, session = caller(request)
        count("read", str(user.id))
        found = visible_calls(user.id, ref)
        project = partial(selectors.past_calls, session=session.id)
        return paginate(request, found, ("-started_at", "-id"), project)


class CallView(APIView):
    @documented(answers={200: frames.PastCall})
    def get(self, request: Request, call: str) -> Response:
        """Return a call."""
        user, session = caller(request)
        count("read", str(user.id))
        return answer(selectors.past_calls([access_call(user.id, call)], session.id)[0])
