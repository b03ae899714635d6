"""The webhooks of a conversation, for its owners and admins."""

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.authentication import caller
from apps.core.api import Page, answer, documented, no_content, read_body
from apps.core.limits import count
from apps.core.pagination import PageQuery, paginate
from apps.notifications import bodies, selectors
from apps.notifications.access import access_webhook, access_webhooks
from apps.notifications.services import webhooks


class WebhooksView(APIView):
    @documented(query=PageQuery, answers={200: Page[bodies.Webhook]}, errors=(403,))
    def get(self, request: Request, ref: str) -> Response:
        """List the webhooks, the oldest first."""
        count("read", str(caller(request).user.id))
        found = selectors.webhooks_of(access_webhooks(caller(request).user.id, ref))
        return paginate(request, found, ("created_at", "id"), selectors.project)

    @documented(body=bodies.NewWebhook, answers={201: bodies.WebhookMade}, errors=(403, 409))
    def post(self, request: Request, ref: str) -> Response:
        """Have an address hear of everything that is written to the log; its secret is shown this once."""
        count("change", str(caller(request).user.id))
        body = read_body(request, bodies.NewWebhook)
        made = webhooks.create(caller(request).user, ref, body.address)
        return answer(selectors.made_view(made), status=201)


class WebhookView(APIView):
    @documented(answers={200: bodies.Webhook}, errors=(403,))
    def get(self, request: Request, ref: str, webhook: str) -> Response:
        """Return one webhook, and how its deliveries fare."""
        count("read", str(caller(request).user.id))
        return answer(selectors.view(access_webhook(caller(request).user.id, ref, webhook)))

    @documented(body=bodies.WebhookChanges, answers={200: bodies.Webhook}, errors=(403,))
    def patch(self, request: Request, ref: str, webhook: str) -> Response:
        """Change the address, or switch the webhook off or on."""
        count("change", str(caller(request).user.id))
        body = read_body(request, bodies.WebhookChanges)
        changed = webhooks.change(
            caller(request).user, ref, webhook, address=body.address, active=body.active
        )
        return answer(selectors.view(changed))

    @documented(answers={204: None}, errors=(403,))
    def delete(self, request: Request, ref: str, webhook: str) -> Response:
        """End a webhook."""
        count("change", str(caller(request).user.id))
        webhooks.delete(caller(request).user, ref, webhook)
        return no_content()


class WebhookSecretView(APIView):
    @documented(answers={200: bodies.WebhookSecret}, errors=(403,))
    def post(self, request: Request, ref: str, webhook: str) -> Response:
        """Give a webhook another secret, which is shown this once; the old one is void."""
        count("change", str(caller(request).user.id))
        rotated = webhooks.rotate(caller(request).user, ref, webhook)
        return answer(bodies.WebhookSecret(secret=rotated.secret))


class WebhookTestView(APIView):
    @documented(answers={204: None}, errors=(403,))
    def post(self, request: Request, ref: str, webhook: str) -> Response:
        """Have a delivery of type `test` attempted soon, and once; read the webhook for its outcome."""
        count("change", str(caller(request).user.id))
        webhooks.test(caller(request).user, ref, webhook)
        return no_content()
