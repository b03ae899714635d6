"""People: oneself, others, and whom one blocks."""

from django.conf import settings
from django.http import HttpResponseRedirect
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import caller
from apps.accounts.bodies import UserSearch
from apps.accounts.frames import Me, UserBrief, UserProfile, brief, me, profile
from apps.accounts.models import User
from apps.accounts.presence import presence_of
from apps.accounts.selectors import blocked_by, find_account, find_user, search_users
from apps.accounts.services import accounts, blocks
from apps.accounts.services.accounts import ProfileChange
from apps.core.api import Page, answer, documented, no_content, read_body, read_query
from apps.core.errors import Invalid, NotFound
from apps.core.limits import count
from apps.core.pagination import PageQuery, paginate
from apps.files.access import access_content
from apps.files.api import to_thumbnail


class MeView(APIView):
    @documented(answers={200: Me})
    def get(self, request: Request) -> Response:
        """Show one's own account."""
        count("read", str(caller(request).user.id))
        return answer(_me(caller(request).user))

    @documented(body=ProfileChange, answers={200: Me}, errors=(400,))
    def patch(self, request: Request) -> Response:
        """Change one's own account; what is left out stays."""
        count("change", str(caller(request).user.id))
        return answer(_me(accounts.update_profile(caller(request).user, read_body(request, ProfileChange))))


class UsersView(APIView):
    @documented(query=UserSearch, answers={200: Page[UserProfile]})
    def get(self, request: Request) -> Response:
        """Find people by the beginning of their username or display name."""
        count("search", str(caller(request).user.id))
        text = read_query(request, UserSearch).search
        if len(text) > settings.LIMITS["search_chars"]:
            raise Invalid(f"Search for at most {settings.LIMITS['search_chars']} characters.", attr="search")

        def project(users: list[User]) -> list[UserProfile]:
            presence = presence_of(caller(request).user.id, users)
            return [profile(user, presence[user.id]) for user in users]

        return paginate(request, search_users(text), ("username",), project)


class UserView(APIView):
    @documented(answers={200: UserProfile}, errors=(404,))
    def get(self, request: Request, user: str) -> Response:
        """Show somebody, named by id or username."""
        count("read", str(caller(request).user.id))
        found = find_user(user)
        return answer(profile(found, presence_of(caller(request).user.id, [found])[found.id]))


class AvatarView(APIView):
    @documented(answers={302: None})
    def get(self, request: Request, user: str) -> HttpResponseRedirect:
        """Lead to somebody's picture, whoever asks."""
        count("read", str(caller(request).user.id))
        found = find_account(user)
        if found.avatar is None:
            raise NotFound
        return to_thumbnail(access_content(found.id, str(found.avatar)))


class BlockView(APIView):
    @documented(answers={204: None}, errors=(400, 404))
    def put(self, request: Request, user: str) -> Response:
        """Block somebody."""
        count("change", str(caller(request).user.id))
        blocks.block(caller(request).user, find_user(user))
        return no_content()

    @documented(answers={204: None}, errors=(404,))
    def delete(self, request: Request, user: str) -> Response:
        """Take a block back."""
        count("change", str(caller(request).user.id))
        blocks.unblock(caller(request).user, find_account(user))
        return no_content()


class BlocksView(APIView):
    @documented(query=PageQuery, answers={200: Page[UserBrief]})
    def get(self, request: Request) -> Response:
        """List whom one blocks, the newest block first."""
        count("read", str(caller(request).user.id))
        return paginate(
            request,
            blocked_by(caller(request).user),
            ("-id",),
            lambda rows: [brief(row.blocked) for row in rows],
        )


def _me(user: User) -> Me:
    return me(user, presence_of(user.id, [user])[user.id])
