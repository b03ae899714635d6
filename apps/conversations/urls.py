"""REST addresses of conversations, below `/api/`."""

from django.urls import path

from apps.conversations.api import conversations, members, messages

urlpatterns = [
    path("conversations", conversations.ConversationsView.as_view()),
    path("conversations/<str:ref>", conversations.ConversationView.as_view()),
    path("conversations/<str:ref>/membership", conversations.MembershipView.as_view()),
    path("conversations/<str:ref>/join", conversations.JoinView.as_view()),
    path("conversations/<str:ref>/leave", conversations.LeaveView.as_view()),
    path("conversations/<str:ref>/read", conversations.ReadView.as_view()),
    path("conversations/<str:ref>/members", members.MembersView.as_view()),
    path("conversations/<str:ref>/members/<str:user>", members.MemberView.as_view()),
    path("conversations/<str:ref>/members/<str:user>/ban", members.BanView.as_view()),
    path("conversations/<str:ref>/messages", messages.MessagesView.as_view()),
    path("conversations/<str:ref>/events", messages.EventsView.as_view()),
    path("rooms", conversations.RoomsView.as_view()),
    path("messages/<str:message>", messages.MessageView.as_view()),
    path("messages/<str:message>/reactions/<str:emoji>", messages.ReactionView.as_view()),
    path("search", messages.SearchView.as_view()),
]
