"""`antoan tokens`: made, listed and ended by their own account; the token itself is shown once and kept nowhere.

Broken and seen to fail: the token in the table in place of its hash; ending a token of somebody else's.
"""


def test_a_token_is_made_used_listed_and_ended(world, api):
    made = world.json(
        "tokens", "new", "so lieu", "--scope", "read", "--path", "/20/06325/", "--as", "thuong-truc"
    )
    headers = {"Authorization": f"Bearer {made['token']}"}
    client = api.anonymous()
    assert client.get("/api/v1/applications", headers=headers).status_code == 200
    [one] = world.json("tokens", "list", "--as", "thuong-truc")
    assert (one["name"], one["scopes"], one["path"], one["handle"]) == (
        "so lieu",
        ["read"],
        "/20/06325/",
        made["handle"],
    )
    assert made["token"] not in str(world.rows("select * from api_token"))
    assert "so lieu" in world.run("tokens", "list", "--as", "thuong-truc")
    world.run("tokens", "end", made["handle"], "--as", "chu-tich", code=1)
    assert client.get("/api/v1/applications", headers=headers).status_code == 200
    world.run("tokens", "end", made["handle"], "--as", "thuong-truc")
    assert client.get("/api/v1/applications", headers=headers).status_code == 401


def test_what_would_be_good_for_nothing_is_refused(refused):
    assert "truong-thon" not in refused("tokens", "new", "x", "--scope", "approve", "--as", "truong-thon")
    refused("tokens", "new", " ", "--scope", "read", "--as", "truong-thon")
    refused("tokens", "end", "3f", "--as", "truong-thon")
