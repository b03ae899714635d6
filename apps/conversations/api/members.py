"""The people of a conversation."""

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import caller
from apps.conversations import frames
from apps.conversations.access import access_membership
from apps.conversations.bodies import Invitation, RoleChange
from apps.conversations.models import Role
from apps.conversations.selectors import members as views
from apps.conversations.services import members
from apps.core.api import Page, answer, documented, no_content, read_body
from apps.core.limits import count
from apps.core.pagination import PageQuery, paginate


class MembersView(APIView):
    @documented(query=PageQuery, answers={200: Page[frames.Member]})
    def get(self, request: Request, ref: str) -> Response:
        """List the members, the longest there first."""
        count("read", str(caller(request).user.id))
        membership = access_membership(caller(request).user.id, ref)
        found = views.members(membership.conversation_id)
        return paginate(
            request, found, ("joined_at", "id"), lambda rows: views.project(membership.user_id, rows)
        )

    @documented(body=Invitation, answers={201: frames.Member, 200: frames.Member}, errors=(409,))
    def post(self, request: Request, ref: str) -> Response:
        """Bring somebody in."""
        count("change", str(caller(request).user.id))
        body = read_body(request, Invitation)
        role = None if body.role is None else Role(body.role)
        actor = caller(request).user
        membership, made = members.invite(actor, ref, body.user, role)
        return answer(views.member_view(actor.id, membership), status=201 if made else 200)


class MemberView(APIView):
    @documented(body=RoleChange, answers={200: frames.Member}, errors=(409,))
    def patch(self, request: Request, ref: str, user: str) -> Response:
        """Give a member another role."""
        count("change", str(caller(request).user.id))
        role = Role(read_body(request, RoleChange).role)
        actor = caller(request).user
        return answer(views.member_view(actor.id, members.change_role(actor, ref, user, role)))

    @documented(answers={204: None}, errors=(409,))
    def delete(self, request: Request, ref: str, user: str) -> Response:
        """Remove a member."""
        count("change", str(caller(request).user.id))
        members.remove(caller(request).user, ref, user)
        return no_content()


class BanView(APIView):
    @documented(answers={204: None}, errors=(409,))
    def put(self, request: Request, ref: str, user: str) -> Response:
        """Remove somebody for good, or keep them from coming in."""
        count("change", str(caller(request).user.id))
        members.ban(caller(request).user, ref, user)
        return no_content()

    @documented(answers={204: None})
    def delete(self, request: Request, ref: str, user: str) -> Response:
        """Let somebody come back."""
        count("change", str(caller(request).user.id))
        members.unban(caller(request).user, ref, user)
        return no_content()
