"""What is said: history, sending, one message, its reactions; the log after a cursor; search."""

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import caller
from apps.conversations import frames
from apps.conversations.access import access_membership, access_message
from apps.conversations.bodies import EventsQuery, MessageChange, NewMessage, SearchQuery
from apps.conversations.selectors import log
from apps.conversations.selectors import messages as views
from apps.conversations.selectors import search as found
from apps.conversations.selectors.log import LogPage
from apps.conversations.selectors.messages import HistoryPage, HistoryQuery
from apps.conversations.services import messages
from apps.core.api import Page, answer, documented, no_content, read_body, read_query
from apps.core.limits import count
from apps.core.pagination import paginate


class MessagesView(APIView):
    @documented(query=HistoryQuery, answers={200: HistoryPage})
    def get(self, request: Request, ref: str) -> Response:
        """Return a page of the history, newest first."""
        count("read", str(caller(request).user.id))
        membership = access_membership(caller(request).user.id, ref)
        return answer(views.history(membership, read_query(request, HistoryQuery)))

    @documented(body=NewMessage, answers={201: frames.Message, 200: frames.Message}, errors=(409,))
    def post(self, request: Request, ref: str) -> Response:
        """Say something; the same `client_id` again answers the same message."""
        count("send", str(caller(request).user.id))
        body = read_body(request, NewMessage)
        sent = messages.send_message(
            caller(request).user,
            ref,
            body=body.body,
            client_id=body.client_id,
            reply_to=body.reply_to,
            attachments=body.attachments,
        )
        return answer(
            views.sent_view(caller(request).user.id, sent.message), status=200 if sent.duplicate else 201
        )


class MessageView(APIView):
    @documented(answers={200: frames.Message})
    def get(self, request: Request, message: str) -> Response:
        """Return one message."""
        count("read", str(caller(request).user.id))
        row, _ = access_message(caller(request).user.id, message)
        return answer(views.message_view(caller(request).user.id, row))

    @documented(body=MessageChange, answers={200: frames.Message})
    def patch(self, request: Request, message: str) -> Response:
        """Give one's own message another body."""
        count("change", str(caller(request).user.id))
        edited = messages.edit_message(caller(request).user, message, read_body(request, MessageChange).body)
        return answer(views.message_view(caller(request).user.id, edited))

    @documented(answers={204: None})
    def delete(self, request: Request, message: str) -> Response:
        """Take back what a message says; its place stays."""
        count("change", str(caller(request).user.id))
        messages.delete_message(caller(request).user, message)
        return no_content()


class ReactionView(APIView):
    @documented(answers={200: frames.Message}, errors=(400, 409))
    def put(self, request: Request, message: str, emoji: str) -> Response:
        """Give a message an emoji."""
        return self._react(request, message, emoji, on=True)

    @documented(answers={200: frames.Message}, errors=(400,))
    def delete(self, request: Request, message: str, emoji: str) -> Response:
        """Take an emoji back."""
        return self._react(request, message, emoji, on=False)

    def _react(self, request: Request, message: str, emoji: str, *, on: bool) -> Response:
        count("change", str(caller(request).user.id))
        return answer(
            views.message_view(
                caller(request).user.id, messages.react(caller(request).user, message, emoji, on=on)
            )
        )


class EventsView(APIView):
    @documented(query=EventsQuery, answers={200: LogPage})
    def get(self, request: Request, ref: str) -> Response:
        """Return the entries of the log after a cursor."""
        count("read", str(caller(request).user.id))
        query = read_query(request, EventsQuery)
        membership = access_membership(caller(request).user.id, ref)
        return answer(log.page(membership, query.after, query.limit, query.epoch))


class SearchView(APIView):
    @documented(query=SearchQuery, answers={200: Page[frames.Message]}, errors=(404,))
    def get(self, request: Request) -> Response:
        """Find messages that hold every word, the newest first."""
        count("search", str(caller(request).user.id))
        query = read_query(request, SearchQuery)
        place = None
        if query.conversation is not None:
            place = access_membership(caller(request).user.id, query.conversation).conversation_id
        return paginate(
            request,
            found.search(caller(request).user.id, query.q, place),
            ("-created_at", "-id"),
            lambda rows: found.project(caller(request).user.id, rows),
        )
