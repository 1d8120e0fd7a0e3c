"""One worker of the web server, with a view that counts how often it runs."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from netzwerk.pagecache import PageCacheMiddleware, public_page


class Portal:
    """One worker: the middleware in front of a public view that counts how often it runs."""

    def __init__(self, view=None, **marks):
        self.runs = 0
        self.view = view or (lambda request: HttpResponse(f"<p>Lauf {self.runs}</p>" + "Wort " * 300))
        self.middleware = PageCacheMiddleware(public_page(self.count, **marks))

    def count(self, request):
        self.runs += 1
        return self.view(request)

    def get(self, path="/", method="get", user=None, **headers):
        request = getattr(RequestFactory(), method)(path, headers=headers)
        request.user = user or AnonymousUser()
        return self.middleware(request)
