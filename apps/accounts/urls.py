"""REST addresses of accounts, below `/api/`."""

from django.urls import path

from apps.accounts.api import auth, browser, sessions, users

urlpatterns = [
    path("auth/register", auth.RegisterView.as_view()),
    path("auth/token", auth.TokenView.as_view()),
    path("auth/token/refresh", auth.RefreshView.as_view()),
    path("auth/logout", auth.LogoutView.as_view()),
    path("auth/password", auth.PasswordView.as_view()),
    path("auth/cookie", browser.CookieView.as_view()),
    path("sessions", sessions.SessionsView.as_view()),
    path("sessions/<str:session_id>", sessions.SessionView.as_view()),
    path("realtime/ticket", sessions.TicketView.as_view()),
    path("users/me", users.MeView.as_view()),
    path("users", users.UsersView.as_view()),
    path("users/<str:user>", users.UserView.as_view()),
    path("users/<str:user>/avatar", users.AvatarView.as_view()),
    path("users/<str:user>/block", users.BlockView.as_view()),
    path("blocks", users.BlocksView.as_view()),
]
