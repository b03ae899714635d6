"""Lists of conversations and rooms, and one of them."""

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import caller
from apps.conversations import frames
from apps.conversations.access import access_conversation
from apps.conversations.bodies import (
    ConversationChanges,
    ConversationsQuery,
    MembershipChanges,
    ReadPosition,
    RoomsQuery,
)
from apps.conversations.models import Membership
from apps.conversations.selectors import conversations as views
from apps.conversations.selectors import rooms
from apps.conversations.selectors.rooms import Room
from apps.conversations.services import conversations, members, receipts
from apps.conversations.services.conversations import NewConversation
from apps.core import strictjson
from apps.core.api import Page, answer, documented, no_content, read_body, read_query
from apps.core.limits import count
from apps.core.pagination import paginate


class ConversationsView(APIView):
    @documented(query=ConversationsQuery, answers={200: Page[frames.Conversation]})
    def get(self, request: Request) -> Response:
        """List one's conversations, the newest activity first."""
        count("read", str(caller(request).user.id))
        query = read_query(request, ConversationsQuery)
        since = query.updated_after
        if since is not None:
            since = strictjson.in_utc(since, attr="updated_after")
        found = views.list_for(caller(request).user.id, since)
        return paginate(request, found, ("-last_activity_at", "-conversation_id"), views.project)

    @documented(
        body=NewConversation,
        answers={201: frames.Conversation, 200: frames.Conversation},
        errors=(403, 404, 409),
    )
    def post(self, request: Request) -> Response:
        """Make a conversation; the same `client_id`, and the same pair of people, find the one that is there."""
        count("create", str(caller(request).user.id))
        made, created = conversations.create(caller(request).user, read_body(request, NewConversation))
        return answer(views.view_or_outline(caller(request).user.id, made), status=201 if created else 200)


class RoomsView(APIView):
    @documented(query=RoomsQuery, answers={200: Page[Room]})
    def get(self, request: Request) -> Response:
        """List the rooms that one may join, the newest activity first."""
        count("read", str(caller(request).user.id))
        found = rooms.joinable(caller(request).user.id, read_query(request, RoomsQuery).search)
        return paginate(request, found, ("-last_activity_at", "-id"), rooms.project)


class ConversationView(APIView):
    @documented(answers={200: frames.Conversation})
    def get(self, request: Request, ref: str) -> Response:
        """Return a conversation, as one sees it."""
        count("read", str(caller(request).user.id))
        conversation, membership = access_conversation(caller(request).user.id, ref)
        if membership is None:
            return answer(views.outside_view(conversation))
        return answer(views.conversation_view(caller(request).user.id, conversation.id))

    @documented(body=ConversationChanges, answers={200: frames.Conversation})
    def patch(self, request: Request, ref: str) -> Response:
        """Change the title, or how much of the history new members see."""
        count("change", str(caller(request).user.id))
        body = read_body(request, ConversationChanges)
        changed = conversations.update(caller(request).user, ref, title=body.title, history=body.history)
        return answer(views.view_or_outline(caller(request).user.id, changed))

    @documented(answers={204: None})
    def delete(self, request: Request, ref: str) -> Response:
        """Delete a group or room, with all that was said there."""
        count("change", str(caller(request).user.id))
        conversations.delete(caller(request).user, ref)
        return no_content()


class MembershipView(APIView):
    @documented(body=MembershipChanges, answers={200: frames.Conversation})
    def patch(self, request: Request, ref: str) -> Response:
        """Mute a conversation for oneself."""
        count("change", str(caller(request).user.id))
        until = read_body(request, MembershipChanges).muted_until
        if until is not None:
            until = strictjson.in_utc(until, attr="muted_until")
        return answer(_own(members.mute(caller(request).user, ref, until)))


class JoinView(APIView):
    @documented(answers={200: frames.Conversation}, errors=(409,))
    def post(self, request: Request, ref: str) -> Response:
        """Join a room."""
        count("join", str(caller(request).user.id))
        return answer(_own(members.join(caller(request).user, ref)))


class LeaveView(APIView):
    @documented(answers={204: None}, errors=(409,))
    def post(self, request: Request, ref: str) -> Response:
        """Leave a group or room."""
        count("change", str(caller(request).user.id))
        members.leave(caller(request).user, ref)
        return no_content()


class ReadView(APIView):
    @documented(body=ReadPosition, answers={200: frames.Conversation})
    def put(self, request: Request, ref: str) -> Response:
        """Move one's read position forward, at most to the head."""
        count("change", str(caller(request).user.id))
        return answer(
            _own(receipts.mark_read(caller(request).user, ref, read_body(request, ReadPosition).seq))
        )


def _own(membership: Membership) -> frames.Conversation:
    return views.conversation_view(membership.user_id, membership.conversation_id)
