"""Is this name, or an owner of it, restricted by any member?"""
